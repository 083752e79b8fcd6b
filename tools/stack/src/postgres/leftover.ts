import fs from 'node:fs';
import path from 'node:path';
import { processCommand, processIdentity } from '../processes/identity.ts';
import { endLeftover } from '../processes/stop-process.ts';

const shutdownWithinMs = 15_000;

/**
 * Makes the data directory free to start on. A server that still runs on it is shut down in order (it belongs to a
 * stack that was killed), and a lock file whose process is another program by now is removed: Postgres itself would
 * refuse to start while that program lives.
 */
export async function clearLeftoverServer(folder: string): Promise<'nothing' | 'stopped' | 'unlocked'> {
  const lockFile = path.join(folder, 'postmaster.pid');
  if (!fs.existsSync(lockFile)) return 'nothing';
  const pid = Number(fs.readFileSync(lockFile, 'utf8').split('\n')[0]);
  const identity = Number.isInteger(pid) && pid > 0 ? processIdentity(pid) : undefined;
  if (identity === undefined) return 'nothing'; // Postgres sees that itself
  if (!processCommand(pid)?.includes('postgres')) {
    fs.rmSync(lockFile, { force: true });
    return 'unlocked';
  }
  const leftover = { name: 'postgres', pid, identity } as const;
  await endLeftover({ ...leftover, stopSignal: 'SIGINT', forceSignal: 'SIGQUIT' }, shutdownWithinMs);
  return 'stopped';
}
