import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

/**
 * What tells one process from a later one with the same pid: on Linux the boot and the start time in clock ticks,
 * elsewhere the start time as `ps` prints it. Undefined when there is no such process, or only its zombie.
 */
export function processIdentity(pid: number): string | undefined {
  return process.platform === 'linux' ? linuxIdentity(pid) : psIdentity(pid);
}

/** True while the very process that had this identity is running. */
export const isRunning = (known: { pid: number; identity: string }): boolean =>
  processIdentity(known.pid) === known.identity;

function linuxIdentity(pid: number): string | undefined {
  const stat = readOrUndefined(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the command in brackets and may itself hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  const startTicks = fields[19];
  if (state === 'Z' || state === 'X') return undefined;
  return `${readOrUndefined('/proc/sys/kernel/random/boot_id')?.trim() ?? 'boot'}:${startTicks}`;
}

function psIdentity(pid: number): string | undefined {
  const { stdout, status } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
  });
  const [state = '', ...startedAt] = stdout.trim().split(/\s+/);
  if (status !== 0 || state === '' || state.startsWith('Z')) return undefined;
  return startedAt.join(' ');
}

/** The command line of a running process, or undefined. */
export function processCommand(pid: number): string | undefined {
  if (process.platform === 'linux')
    return readOrUndefined(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim();
  const { stdout, status } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

function readOrUndefined(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
