import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/**
 * Kills the Postgres that runs on a data directory, its backends and all: nothing of it can write another byte or
 * answer another client. The server is halted first, so that it starts no new process meanwhile.
 */
export function killServer(folder: string): void {
  const lock = fs.readFileSync(path.join(folder, 'postmaster.pid'), 'utf8');
  const postmaster = Number(lock.split('\n')[0]);
  if (!Number.isInteger(postmaster) || postmaster <= 1) throw new Error(`no server runs on ${folder}`);
  process.kill(postmaster, 'SIGSTOP');
  for (const pid of [postmaster, ...childrenOf(postmaster)]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // a backend whose client has just gone
    }
  }
}

function childrenOf(parent: number): number[] {
  // Linux says so itself; `ps` is not on every machine there.
  const listed = `/proc/${parent}/task/${parent}/children`;
  if (fs.existsSync(listed)) return fs.readFileSync(listed, 'utf8').trim().split(/\s+/).map(Number);
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, parentPid]) => (pid !== undefined && parentPid === parent ? [pid] : []));
}
