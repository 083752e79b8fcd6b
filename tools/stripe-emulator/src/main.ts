import { createEmulator } from './emulator.ts';
import { readEnvironment } from './env.ts';

const { port, dataDir } = readEnvironment();
const emulator = await createEmulator(dataDir === undefined ? {} : { dataDir });

try {
  const { url } = await emulator.listen(port);
  console.log(`The Stripe emulator listens at ${url}`);
} catch (error) {
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (!inUse) throw error;
  console.error(`Port ${port} is in use: stop what uses it, or set DRAWDOWN_STRIPE_PORT to another port.`);
  process.exit(1);
}

let stopping = false;
const stop = async () => {
  if (stopping) return;
  stopping = true;
  await emulator.close();
  process.exit(0);
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.send?.({ kind: 'ready' });
