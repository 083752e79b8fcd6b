import { setTimeout as delay } from 'node:timers/promises';
import { isRunning } from './identity.ts';
import type { KnownProcess } from './pid-file.ts';

const lookAgainMs = 50;

/** Sends a signal to a process and its group. A process that has just ended is no error. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch {
      // no such group: the process alone; no such process: nothing to do
    }
  }
}

/**
 * Ends a process of an earlier run: asks, then forces. Does nothing at all when the pid belongs to another process
 * by now. Answers whether there was something to end.
 */
export async function endLeftover(known: KnownProcess, graceMs: number): Promise<boolean> {
  if (!isRunning(known)) return false;
  signalGroup(known.pid, known.stopSignal);
  if (await goneWithin(known, graceMs)) return true;
  signalGroup(known.pid, known.forceSignal);
  if (await goneWithin(known, graceMs)) return true;
  signalGroup(known.pid, 'SIGKILL');
  await goneWithin(known, graceMs);
  return true;
}

async function goneWithin(known: KnownProcess, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (isRunning(known)) {
    if (Date.now() > deadline) return false;
    await delay(lookAgainMs);
  }
  return true;
}
