import { setTimeout as delay } from 'node:timers/promises';
import { percentile } from './statistics.ts';
import type { Variant } from './variant.ts';

export type Load = { callers: number; wallets: number; seconds: number; warmUpSeconds: number };
export type Measurement = { postingsPerSecond: number; p50Ms: number; p99Ms: number };

/**
 * Callers that each draw, wait for the answer and draw again. Only draws that began and ended between the warm-up and
 * the end are counted for latency; every draw that ended in that time counts for throughput.
 */
export async function measure(variant: Variant, load: Load): Promise<Measurement> {
  let phase: 'warm-up' | 'measured' | 'over' = 'warm-up';
  let measuredFrom = Number.POSITIVE_INFINITY;
  let posted = 0;
  const latenciesMs: number[] = [];

  async function caller(): Promise<void> {
    while (phase !== 'over') {
      const startedAt = performance.now();
      await variant.draw(Math.floor(Math.random() * load.wallets));
      if (phase !== 'measured') continue;
      posted += 1;
      if (startedAt >= measuredFrom) latenciesMs.push(performance.now() - startedAt);
    }
  }

  const callers = Promise.all(Array.from({ length: load.callers }, caller));
  await Promise.race([callers, delay(load.warmUpSeconds * 1_000)]);
  phase = 'measured';
  measuredFrom = performance.now();
  await Promise.race([callers, delay(load.seconds * 1_000)]);
  const elapsedSeconds = (performance.now() - measuredFrom) / 1_000;
  phase = 'over';
  await callers;
  return {
    postingsPerSecond: posted / elapsedSeconds,
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
  };
}
