import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stackEnvironment } from './env.ts';
import { freePorts } from './free-ports.ts';

export type OwnStack = {
  url: string;
  apiKey: string;
  stripeUrl: string;
  dataDir: string;
  stop: () => Promise<void>;
};

const repository = fileURLToPath(new URL('../../', import.meta.url));
const program = join(repository, 'tools/stack/dist/start.js');

/** The stack promises to be gone within 15 seconds. */
const LONGEST_STOP_MS = 20_000;

/** A whole Drawdown with its own ports and data, filled with the demo account. Stopped, it leaves nothing behind. */
export async function startOwnStack(): Promise<OwnStack> {
  if (!existsSync(program)) throw new Error(`${program} is missing: build first (npx pnpm build)`);
  const dataDir = await mkdtemp(join(tmpdir(), 'drawdown-e2e-'));
  const [port, temporal, temporalUi, stripe, postgres] = await freePorts(5);
  const apiKey = 'dd_test_browser_journey_key';
  const child = fork(program, {
    cwd: repository,
    silent: true,
    // The test runner's own flags would send the stack to the sources instead of to what was built.
    execArgv: [],
    env: stackEnvironment({
      DRAWDOWN_DATA_DIR: dataDir,
      DRAWDOWN_PORT: `${port}`,
      DRAWDOWN_TEMPORAL_PORT: `${temporal}`,
      DRAWDOWN_TEMPORAL_UI_PORT: `${temporalUi}`,
      DRAWDOWN_STRIPE_PORT: `${stripe}`,
      DRAWDOWN_POSTGRES_PORT: `${postgres}`,
      DRAWDOWN_API_KEY: apiKey,
    }),
  });
  const stop = async () => {
    await stopChild(child);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await untilReady(child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://localhost:${port}`, apiKey, stripeUrl: `http://localhost:${stripe}`, dataDir, stop };
}

/** Resolves on the stack's own word; rejects with what it said when it ends before that. */
function untilReady(child: ChildProcess): Promise<void> {
  let said = '';
  const listen = (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-8_000);
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  return new Promise((resolve, reject) => {
    child.on('message', () => resolve());
    child.on('error', reject);
    child.on('exit', (code) =>
      reject(new Error(`the stack ended with ${code} before it was ready:\n${said}`)),
    );
  });
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  child.kill('SIGTERM');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), LONGEST_STOP_MS);
  });
  const outcome = await Promise.race([ended, late]);
  clearTimeout(timer);
  if (outcome !== 'late') return;
  // A second request, as a second Ctrl-C, makes the stack kill its parts before it goes.
  child.kill('SIGTERM');
  await ended;
  throw new Error(`the stack did not stop within ${LONGEST_STOP_MS / 1000} s`);
}
