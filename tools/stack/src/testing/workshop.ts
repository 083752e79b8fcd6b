import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';
import { clearLeftovers } from '../processes/clear-leftovers.ts';
import { isRunning, processIdentity } from '../processes/identity.ts';
import { createPidFile } from '../processes/pid-file.ts';
import { type ProcessSpec, supervise, type Watchers } from '../processes/supervised-process.ts';

const prefix = 'drawdown-test-';
const owner = z.object({ pid: z.number(), identity: z.string() });

/** A temporary folder with the processes that work in it. */
export interface Workshop {
  folder: string;
  /** Starts a process that is gone when the workshop is closed, or at the latest with this process. */
  run(spec: ProcessSpec, watchers?: Pick<Watchers, 'planRestart'>): Promise<void>;
  /** Ends the processes and removes the folder. */
  close(): Promise<void>;
}

/** Opens a workshop, and first closes those of test runs that were killed. */
export async function openWorkshop(): Promise<Workshop> {
  await closeAbandoned();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), prefix));
  fs.chmodSync(folder, 0o711); // the database's user has to get through
  writeJsonFile(path.join(folder, 'owner.json'), {
    pid: process.pid,
    identity: processIdentity(process.pid),
  });
  const pids = createPidFile(path.join(folder, 'pids.json'));
  const running: ReturnType<typeof supervise>[] = [];
  const killAll = () => {
    for (const one of running) one.kill();
  };
  process.once('exit', killAll);
  return {
    folder,
    async run(spec, watchers = {}) {
      const started = supervise(spec, { pids, say: () => {}, onGiveUp: () => {}, ...watchers });
      running.push(started);
      await started.start();
    },
    async close() {
      process.off('exit', killAll);
      await Promise.all(running.map((one) => one.stop()));
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function closeAbandoned(): Promise<void> {
  for (const name of fs.readdirSync(os.tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const folder = path.join(os.tmpdir(), name);
    const known = readJsonFile(path.join(folder, 'owner.json'), owner);
    if (known === undefined || isRunning(known)) continue;
    await clearLeftovers(createPidFile(path.join(folder, 'pids.json')));
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
