import { FAILPOINTS } from '@drawdown/worker/testing';
import { expect, test } from 'vitest';
import { randomFrom } from '../command/random.ts';
import { PLANNED, planKills } from './plan.ts';

test('a plan as long as the list of points kills a worker at each of them once, on a journey that passes it', () => {
  const kills = planKills(randomFrom(1), PLANNED.length);
  expect(kills.map(({ point }) => point).sort()).toEqual([...PLANNED].sort());
  for (const { point, journey } of kills) expect(journey.passes).toContain(point);
});

test('no point is left out of the plans but those that are a day away', () => {
  expect(FAILPOINTS.filter((point) => !PLANNED.includes(point))).toEqual([
    'pause:before-recheck',
    'pause:after-recheck',
  ]);
});
