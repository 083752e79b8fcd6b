import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEMO_BUYERS, DEMO_POOL, type DemoBuyer } from './buyers.ts';
import { DAY_LEADS, DAY_SEED, dayCsv, makeDay } from './day.ts';
import { POOL_RULE, SHOWCASE_BUYERS } from './showcase.ts';

const committedFile = new URL('../../../examples/leads-one-day.csv', import.meta.url);
const day = makeDay({ seed: DAY_SEED, leads: DAY_LEADS });

describe('the example day', () => {
  it('is what the generator makes, to the byte', async () => {
    expect(await readFile(committedFile, 'utf8')).toBe(dayCsv(day));
  });

  it('gives every buyer leads, within its hours and its prices', () => {
    for (const buyer of DEMO_BUYERS) {
      const leads = day.filter((lead) => lead.buyer === buyer.externalId);
      expect(leads.length).toBeGreaterThan(0);
      for (const lead of leads) {
        const hour = lead.atMs / 3_600_000;
        expect(hour).toBeGreaterThanOrEqual(buyer.hoursUtc[0]);
        expect(hour).toBeLessThan(buyer.hoursUtc[1]);
        expect(lead.priceMinor).toBeGreaterThanOrEqual(buyer.priceMinor[0]);
        expect(lead.priceMinor).toBeLessThanOrEqual(buyer.priceMinor[1]);
      }
    }
  });

  it('costs some buyers more than their opening credit, and most of them less', () => {
    const costMinor = (buyers: readonly string[]) =>
      day.filter((lead) => buyers.includes(lead.buyer)).reduce((sum, lead) => sum + lead.priceMinor, 0);
    const creditMinor = (credits: readonly { amountMinor: number }[]) =>
      credits.reduce((sum, credit) => sum + credit.amountMinor, 0);

    const alone = DEMO_BUYERS.filter((buyer) => !buyer.sharesPool);
    const runOut = alone
      .filter((buyer) => costMinor([buyer.externalId]) > creditMinor(buyer.openingCredits))
      .map((buyer) => buyer.name);
    expect(runOut).toEqual([
      'Bayview Injury Law',
      'Harbor Mortgage',
      'Cedar Creek Pest Control',
      'Summit Debt Relief',
    ]);

    const pool = DEMO_BUYERS.filter((buyer) => buyer.sharesPool).map((buyer) => buyer.externalId);
    expect(costMinor(pool)).toBeLessThan(creditMinor(DEMO_POOL.openingCredits));
  });
});

describe('what is delivered of the example day', () => {
  const walletOf = (buyer: DemoBuyer) => (buyer.sharesPool ? DEMO_POOL.name : buyer.externalId);
  const left = new Map<string, number>();
  for (const buyer of DEMO_BUYERS) {
    const { openingCredits } = buyer.sharesPool ? DEMO_POOL : buyer;
    left.set(
      walletOf(buyer),
      openingCredits.reduce((sum, credit) => sum + credit.amountMinor, 0),
    );
  }
  const lowest = new Map(left);
  let delivered = 0;
  for (const lead of day) {
    const buyer = DEMO_BUYERS.find(({ externalId }) => externalId === lead.buyer);
    if (!buyer) throw new Error(`the demo has no buyer ${lead.buyer}`);
    const wallet = walletOf(buyer);
    const rest = (left.get(wallet) ?? 0) - lead.priceMinor;
    if (rest < 0) continue;
    left.set(wallet, rest);
    lowest.set(wallet, Math.min(lowest.get(wallet) ?? rest, rest));
    delivered += 1;
  }

  it('is what the opening credit pays for, lead by lead', () => {
    expect({ delivered, refused: day.length - delivered }).toEqual({ delivered: 4504, refused: 496 });
  });

  it('is changed by no rule that refills a wallet', () => {
    expect(lowest.get(DEMO_POOL.name)).toBeGreaterThan(POOL_RULE.thresholdMinor);
    const withRules = new Set(SHOWCASE_BUYERS.map((buyer) => buyer.externalId));
    expect(day.filter((lead) => withRules.has(lead.buyer))).toEqual([]);
  });
});

describe('the generator', () => {
  it('gives the same day for the same seed, in order of time', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 200 }), (seed, leads) => {
        const made = makeDay({ seed, leads });
        expect(made).toEqual(makeDay({ seed, leads }));
        expect(made.map((lead) => lead.atMs)).toEqual(
          made.map((lead) => lead.atMs).sort((left, right) => left - right),
        );
      }),
    );
  });

  it('gives another day for another seed', () => {
    expect(makeDay({ seed: 1, leads: 50 })).not.toEqual(makeDay({ seed: 2, leads: 50 }));
  });
});
