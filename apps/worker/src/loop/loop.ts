import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';

export type LoopOptions = {
  name: string;
  log: Logger;
  pauseMs: number;
  /** One round of work; `more` asks for the next one without a pause. */
  turn(): Promise<'more' | 'idle'>;
};

const LONGEST_PAUSE_MS = 5000;

/** Repeats a round of work until it is stopped. A round that fails is logged, and the next one waits longer. */
export function startLoop({ name, log, pauseMs, turn }: LoopOptions): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      let next: 'more' | 'idle' = 'idle';
      try {
        next = await turn();
        failures = 0;
      } catch (error) {
        failures += 1;
        log.warn({ err: error, failures }, `${name} failed; it goes on`);
      }
      if (next === 'idle') await pause(pauseMs * 2 ** Math.min(failures, 10));
    }
  }

  async function pause(wantedMs: number): Promise<void> {
    const delayMs = Math.min(wantedMs, Math.max(pauseMs, LONGEST_PAUSE_MS));
    await sleep(delayMs, undefined, { signal: stopping.signal }).catch(() => undefined);
  }
}
