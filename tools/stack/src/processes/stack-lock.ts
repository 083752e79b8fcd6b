import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { Failure } from '../failure.ts';
import { readJsonFile } from '../files/json-file.ts';
import { isRunning, processIdentity } from './identity.ts';

const holder = z.object({ pid: z.number().int().positive(), identity: z.string() });

const lookAgainMs = 100;

export interface StackLock {
  release(): void;
}

/**
 * Makes this process the only stack on the data directory. Waits a moment for one that is just stopping; takes over
 * the lock of one that was killed.
 */
export async function lockStack(file: string, waitMs: number): Promise<StackLock> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    if (claim(file)) return { release: () => fs.rmSync(file, { force: true }) };
    const other = readJsonFile(file, holder);
    if (other === undefined || !isRunning(other)) {
      fs.rmSync(file, { force: true });
      continue;
    }
    if (Date.now() > deadline)
      throw new Failure(
        `Drawdown is already running on this data directory (pid ${other.pid}): stop it with Ctrl-C or "kill ${other.pid}", or set DRAWDOWN_DATA_DIR and the ports to run a second one`,
      );
    await delay(lookAgainMs);
  }
}

/** Creates the file with its content in one step, so that no one ever reads half of it. */
function claim(file: string): boolean {
  const next = `${file}.${process.pid}`;
  fs.writeFileSync(next, JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid) }));
  try {
    fs.linkSync(next, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    fs.rmSync(next, { force: true });
  }
}
