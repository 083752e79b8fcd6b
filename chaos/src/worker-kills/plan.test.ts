import { FAILPOINTS } from '@drawdown/worker/testing';
import { expect, test } from 'vitest';
import { randomFrom } from '../command/random.ts';
import { planKills } from './plan.ts';

test('a plan as long as the list of points kills a worker at each of them once, on a journey that passes it', () => {
  const kills = planKills(randomFrom(1), FAILPOINTS.length);
  expect(kills.map(({ point }) => point).sort()).toEqual([...FAILPOINTS].sort());
  for (const { point, journey } of kills) expect(journey.passes).toContain(point);
});
