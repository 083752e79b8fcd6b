import { expect, it } from 'vitest';
import { restartPlan } from './restart-policy.ts';

it('waits twice as long after each crash of the last minute, up to ten seconds', () => {
  const delays = [1, 2, 3, 4, 5, 6, 7].map((crashes) => restartPlan(Array(crashes).fill(0), 0));
  expect(delays.map((plan) => (plan.kind === 'restart' ? plan.delayMs : plan.kind))).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000,
  ]);
});

it('gives up at the eighth crash within a minute', () => {
  expect(restartPlan(Array(8).fill(0), 59_999)).toEqual({ kind: 'give_up', crashes: 8 });
});

it('forgets crashes that are older than a minute', () => {
  expect(restartPlan([0, 0, 0, 0, 0, 0, 0, 60_000], 60_000)).toEqual({ kind: 'restart', delayMs: 500 });
});
