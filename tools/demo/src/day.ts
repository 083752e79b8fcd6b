import { toMajorString } from '@drawdown/shared/money';
import type { DemoBuyer } from './buyers.ts';
import { DEMO_BUYERS } from './buyers.ts';
import { arrivalMs } from './day/arrivals.ts';
import type { Random } from './day/random.ts';
import { createRandom, pickWeighted } from './day/random.ts';

export const DAY = '2026-09-15';
export const DAY_SEED = 20260915;
export const DAY_LEADS = 5000;

const PRICE_STEP_MINOR = 25;

export type DayLead = { atMs: number; buyer: string; priceMinor: number };

/** One day of leads in the order they come in. The same seed gives the same day, to the byte. */
export function makeDay({ seed, leads }: { seed: number; leads: number }): DayLead[] {
  const random = createRandom(seed);
  const weights = DEMO_BUYERS.map((buyer) => buyer.leadsPerThousand);
  const day = Array.from({ length: leads }, () => makeLead(random, weights));
  return day.sort((left, right) => left.atMs - right.atMs);
}

function makeLead(random: Random, weights: readonly number[]): DayLead {
  const buyer = DEMO_BUYERS[pickWeighted(random, weights)];
  if (buyer === undefined) throw new RangeError('the demo has no buyers');
  return {
    atMs: arrivalMs(random, buyer.hoursUtc),
    buyer: buyer.externalId,
    priceMinor: price(random, buyer),
  };
}

function price(random: Random, { priceMinor: [lowest, highest] }: DemoBuyer): number {
  return lowest + PRICE_STEP_MINOR * random.between(0, Math.floor((highest - lowest) / PRICE_STEP_MINOR));
}

/** The file as `replay` reads it. */
export function dayCsv(day: readonly DayLead[]): string {
  const midnightMs = Date.parse(`${DAY}T00:00:00Z`);
  const lines = day.map((lead, index) => {
    const time = new Date(midnightMs + lead.atMs).toISOString().replace('.000Z', 'Z');
    const leadId = `lead-${String(index + 1).padStart(5, '0')}`;
    return `${time},${leadId},${lead.buyer},${toMajorString(BigInt(lead.priceMinor), 'USD')}`;
  });
  return `${['time,lead_id,buyer,price', ...lines].join('\n')}\n`;
}
