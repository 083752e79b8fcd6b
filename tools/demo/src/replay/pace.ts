import { setTimeout as sleep } from 'node:timers/promises';
import type { Speed } from './arguments.ts';

const FITTED_DURATION_MS = 180_000;

/** How many times faster than real time, or `null` for as fast as possible. */
export function speedFactor(
  speed: Speed,
  { firstMs, lastMs }: { firstMs: number; lastMs: number },
): number | null {
  switch (speed.kind) {
    case 'max':
      return null;
    case 'factor':
      return speed.factor;
    case 'fitted':
      return lastMs === firstMs ? null : Math.max(1, (lastMs - firstMs) / FITTED_DURATION_MS);
  }
}

/** Waits until a lead of the file is due. Ends early, without an error, when the signal is given. */
export function createPace({ firstMs, factor }: { firstMs: number; factor: number }, stop: AbortSignal) {
  const startedMs = performance.now();
  return async (atMs: number): Promise<void> => {
    const dueMs = startedMs + (atMs - firstMs) / factor;
    // A timer cannot be longer than 2^31 ms.
    for (let leftMs = dueMs - performance.now(); leftMs > 0; leftMs = dueMs - performance.now()) {
      if (stop.aborted) return;
      await sleep(Math.min(leftMs, 60_000), undefined, { signal: stop }).catch(() => {});
    }
  };
}
