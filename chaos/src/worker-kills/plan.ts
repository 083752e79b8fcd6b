import { strict as assert } from 'node:assert';
import { FAILPOINTS, type Failpoint } from '@drawdown/worker/testing';
import type { Journey } from './journey.ts';
import { JOURNEYS } from './journeys.ts';

/** Reached a day after a pause began. No plan waits so long: the worker's own tests have them, with a clock that skips. */
const A_DAY_AWAY: readonly Failpoint[] = ['pause:before-recheck', 'pause:after-recheck'];

/** Every point that a journey can pass. */
export const PLANNED: readonly Failpoint[] = FAILPOINTS.filter((point) => !A_DAY_AWAY.includes(point));

export type Kill = { point: Failpoint; journey: Journey };

/** Every point in random order, again and again, until there are so many; each on a journey that passes it. */
export function planKills(
  random: () => number,
  times: number,
  points: readonly Failpoint[] = PLANNED,
): Kill[] {
  const kills: Kill[] = [];
  while (kills.length < times) {
    for (const point of shuffled(points, random)) {
      if (kills.length === times) break;
      kills.push({ point, journey: pick(journeysPast(point), random) });
    }
  }
  return kills;
}

function journeysPast(point: Failpoint): Journey[] {
  const journeys = JOURNEYS.filter(({ passes }) => passes.includes(point));
  assert.ok(journeys.length > 0, `no journey passes ${point}`);
  return journeys;
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  assert.ok(item !== undefined);
  return item;
}
