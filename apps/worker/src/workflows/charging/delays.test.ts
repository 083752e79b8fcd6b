import { describe, expect, it } from 'vitest';
import { fitsIntoRound, SAME_KEY_DELAYS_MS, TRY_LIMIT_MS } from './delays.ts';

const ROUND_MS = 120_000;

/** Five tries as the process makes them, each of which takes as long as it is told to. */
function round(triesMs: number[]): { tries: number; tookMs: number } {
  let tookMs = triesMs[0] ?? 0;
  let tries = 1;
  for (const delayMs of SAME_KEY_DELAYS_MS) {
    if (!fitsIntoRound({ elapsedMs: tookMs, delayMs })) break;
    tookMs += delayMs + (triesMs[tries] ?? 0);
    tries += 1;
  }
  return { tries, tookMs };
}

describe('a round of tries under the same key', () => {
  it('is five where Stripe answers at once', () => {
    expect(round([0, 0, 0, 0, 0])).toEqual({ tries: 5, tookMs: 60_000 });
  });

  it('is three where every one of them hangs', () => {
    const hanging = Array.from({ length: 5 }, () => TRY_LIMIT_MS);
    expect(round(hanging)).toMatchObject({ tries: 3 });
  });

  it('never takes more than two minutes, whatever hangs', () => {
    const spans = [0, 900, 7_000, 12_500, 25_000, TRY_LIMIT_MS];
    let rounds: number[][] = [[]];
    for (let tries = 0; tries < 5; tries++)
      rounds = rounds.flatMap((before) => spans.map((ms) => [...before, ms]));
    const longest = Math.max(...rounds.map((triesMs) => round(triesMs).tookMs));
    expect(longest).toBeLessThanOrEqual(ROUND_MS);
  });
});
