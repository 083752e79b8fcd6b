import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../testing/index.ts';
import { decideFunding, type FundingFacts } from './decide-funding.ts';

let client: pg.Client;

beforeAll(async () => {
  client = new pg.Client({ connectionString: await createTestDatabase() });
  await client.connect();
});
afterAll(() => client.end());

const small = fc.bigInt({ min: -5n, max: 60n });
const facts: fc.Arbitrary<FundingFacts> = fc.record({
  mechanism: fc.constantFrom('wallet', 'wallet', 'direct_charge', 'direct_charge', 'net_terms', 'manual'),
  paused: fc.boolean(),
  pausesWhenExhausted: fc.boolean(),
  capLeftMinor: fc.option(small),
  availableMinor: small,
  floorMinor: fc.constantFrom(0n, 0n, -10n),
  card: fc.constantFrom('usable', 'usable', 'closed', 'none', null),
  cardMinimumMinor: fc.option(fc.constantFrom(1n, 20n)),
  creditLeftMinor: fc.option(small),
  trustLeftMinor: fc.option(small),
  priceMinor: fc.bigInt({ min: 1n, max: 50n }),
});

test('the database decides who pays for a lead as the rules in words do', async () => {
  const cases = fc.sample(facts, 3_000);
  const { rows } = await client.query(
    `select d.rung, d.why, d.refusal, d.pauses
     from unnest($1::text[], $2::boolean[], $3::boolean[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[],
       $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[]) with ordinality
       as f (mechanism, paused, exhausts, cap, available, floor, card, card_minimum, credit, trust, price, n)
     cross join lateral decide_funding(mechanism, paused, exhausts, cap, available, floor, card, card_minimum, credit,
       trust, price) as d
     order by n`,
    [
      cases.map(({ mechanism }) => mechanism),
      cases.map(({ paused }) => paused),
      cases.map(({ pausesWhenExhausted }) => pausesWhenExhausted),
      cases.map(({ capLeftMinor }) => capLeftMinor),
      cases.map(({ availableMinor }) => availableMinor),
      cases.map(({ floorMinor }) => floorMinor),
      cases.map(({ card }) => card),
      cases.map(({ cardMinimumMinor }) => cardMinimumMinor),
      cases.map(({ creditLeftMinor }) => creditLeftMinor),
      cases.map(({ trustLeftMinor }) => trustLeftMinor),
      cases.map(({ priceMinor }) => priceMinor),
    ],
  );
  const expected = cases.map((each) => {
    const decision = decideFunding(each);
    if ('rung' in decision) return { why: null, ...decision, refusal: null, pauses: null };
    return { rung: null, why: null, refusal: decision.refusal, pauses: decision.pauses ?? null };
  });
  for (const [index, row] of rows.entries()) {
    expect({ facts: cases[index], ...row }).toEqual({ facts: cases[index], ...expected[index] });
  }
  expect(rows).toHaveLength(cases.length);
});
