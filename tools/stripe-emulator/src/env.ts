const DEFAULT_PORT = 4010;

/** The configuration of the emulator as a process. */
export function readEnvironment(): { port: number; dataDir: string | undefined } {
  const { DRAWDOWN_STRIPE_PORT, DRAWDOWN_EMULATOR_DIR } = process.env;
  const port = Number(DRAWDOWN_STRIPE_PORT || DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`DRAWDOWN_STRIPE_PORT must be a port number, not "${DRAWDOWN_STRIPE_PORT}"`);
  return { port, dataDir: DRAWDOWN_EMULATOR_DIR || undefined };
}
