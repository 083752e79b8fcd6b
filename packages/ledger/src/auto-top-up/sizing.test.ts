import { CURRENCY_EXPONENTS, type Currency } from '@drawdown/shared/money';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../testing/index.ts';
import { type SizingInput, sizeAutoTopUp } from './sizing.ts';

let client: pg.Client;

beforeAll(async () => {
  client = new pg.Client({ connectionString: await createTestDatabase() });
  await client.connect();
});
afterAll(() => client.end());

async function inSql(cases: SizingInput[]) {
  const { rows } = await client.query<{ amount: string | null; because: string | null }>(
    `select s.amount, s.because
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
       $8::bigint[], $9::bigint[]) with ordinality as i (available, pending, threshold, amount, target, minimum, maximum, day, month, n)
     cross join lateral size_auto_top_up(available, pending, threshold, i.amount, target, minimum, maximum, day, month) as s
     order by n`,
    [
      cases.map(({ availableMinor }) => availableMinor),
      cases.map(({ pendingMinor }) => pendingMinor),
      cases.map(({ thresholdMinor }) => thresholdMinor),
      cases.map(({ fill }) => ('amountMinor' in fill ? fill.amountMinor : null)),
      cases.map(({ fill }) => ('targetMinor' in fill ? fill.targetMinor : null)),
      cases.map(({ minimumMinor }) => minimumMinor),
      cases.map(({ maximumMinor }) => maximumMinor),
      cases.map(({ dayLeftMinor }) => dayLeftMinor),
      cases.map(({ monthLeftMinor }) => monthLeftMinor),
    ],
  );
  return rows.map(({ amount, because }) => ({ amount: amount === null ? null : BigInt(amount), because }));
}

function inWords(input: SizingInput) {
  const sizing = sizeAutoTopUp(input);
  if (!sizing.due) return { amount: null, because: null };
  return { amount: sizing.amountMinor, because: 'because' in sizing ? sizing.because : null };
}

/** Round numbers of major units in currencies of zero, two and three decimals, so that edges meet often. */
const rules: fc.Arbitrary<SizingInput> = fc.constantFrom<Currency>('JPY', 'USD', 'KWD').chain((currency) => {
  const unit = 10n ** BigInt(CURRENCY_EXPONENTS[currency]);
  const units = (min: number, max: number) =>
    fc
      .tuple(fc.integer({ min, max }), fc.constantFrom(0n, 0n, 0n, 1n, -1n))
      .map(([count, off]) => BigInt(count) * unit + off);
  const fill = fc.oneof(
    units(1, 60).map((amountMinor) => ({ amountMinor: amountMinor < 1n ? 1n : amountMinor })),
    units(0, 150).map((extra) => ({ targetMinor: extra })),
  );
  return fc
    .record({
      availableMinor: units(0, 120),
      pendingMinor: fc.oneof(fc.constant(0n), units(0, 60)),
      thresholdMinor: units(0, 120),
      fill,
      minimumMinor: fc.constantFrom(1n, 5n * unit),
      maximumMinor: units(20, 200),
      dayLeftMinor: fc.option(units(-20, 200)),
      monthLeftMinor: fc.option(units(-20, 400)),
    })
    .map((rule) =>
      'targetMinor' in rule.fill
        ? {
            ...rule,
            fill: {
              targetMinor:
                rule.thresholdMinor + 1n + (rule.fill.targetMinor > 0n ? rule.fill.targetMinor : 0n),
            },
          }
        : rule,
    );
});

const base: SizingInput = {
  availableMinor: 80_00n,
  pendingMinor: 0n,
  thresholdMinor: 100_00n,
  fill: { amountMinor: 50_00n },
  minimumMinor: 5_00n,
  maximumMinor: 10_000_00n,
  dayLeftMinor: null,
  monthLeftMinor: null,
};

describe('the size of an automatic top-up', () => {
  test('is the same in the database as by counting up', async () => {
    const cases = fc.sample(rules, 3_000);
    const found = await inSql(cases);
    for (const [index, input] of cases.entries()) {
      expect({ input, ...found[index] }).toEqual({ input, ...inWords(input) });
    }
  });

  test.each<[string, Partial<SizingInput>, bigint | null]>([
    ['one increment where that lands above the threshold', {}, 50_00n],
    ['due at equality', { availableMinor: 100_00n }, 50_00n],
    ['not due one cent above', { availableMinor: 100_01n }, null],
    ['two increments for a gap of exactly one', { availableMinor: 50_00n }, 100_00n],
    ['what is under way counts', { pendingMinor: 50_00n }, null],
    ['fewer increments where the day leaves fewer', { availableMinor: 0n, dayLeftMinor: 149_99n }, 100_00n],
    ['nothing where not even one is left', { dayLeftMinor: 49_99n }, null],
    [
      'an amount above the maximum is cut to it',
      { maximumMinor: 30_00n, fill: { amountMinor: 50_00n } },
      30_00n,
    ],
    ['up to the target', { fill: { targetMinor: 500_00n } }, 420_00n],
    ['a target above the maximum is cut to it', { fill: { targetMinor: 50_000_00n } }, 10_000_00n],
    ['at least the minimum', { availableMinor: 99_00n, fill: { targetMinor: 100_01n } }, 5_00n],
    [
      'a target within what the month leaves',
      { fill: { targetMinor: 500_00n }, monthLeftMinor: 60_00n },
      60_00n,
    ],
  ])('%s', async (_what, change, amount) => {
    const [found] = await inSql([{ ...base, ...change }]);
    expect(found?.amount).toBe(amount);
  });
});
