import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const PROGRAM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser that DRAWDOWN_CHROMIUM names, else the first on the PATH. */
export function findChromium(): string | undefined {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => PROGRAM_NAMES.map((name) => join(folder, name)));
  return [process.env.DRAWDOWN_CHROMIUM ?? '', '/usr/bin/chromium', ...onPath].find(isProgram);
}

/** In continuous integration a journey that is not run counts as failed. */
export function mustRun(): boolean {
  return Boolean(process.env.CI);
}

/** This environment, less whatever would point the stack at another database, Temporal or Stripe, or at our runner. */
export function stackEnvironment(own: Record<string, string>): NodeJS.ProcessEnv {
  const foreign = /^(npm_|VITEST|DRAWDOWN_|STRIPE_|TEMPORAL_|DATABASE_URL$|PUBLIC_URL$|NODE_ENV$|TEST$)/i;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), ...own };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return path !== '' && statSync(path).isFile();
  } catch {
    return false;
  }
}
