import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, keyed, openScenario, type Scenario, tester, usd } from '../testing/index.ts';

const CREDIT_MINOR = 100_00;
const CASES = 400;
/** A wallet whose last entry is from then, by a clock that was put right, has entries a microsecond apart. */
const FAR_OFF = '2100-01-01 00:00:00+00';

let ledger: Ledger;
let client: pg.Client;
let scenario: Scenario;
let walletId: string;
let buyerIds: string[];

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl });
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`set track_functions = 'pl'`);
  scenario = await openScenario(ledger);
  const { accountId } = scenario;
  walletId = (await ledger.wallets.createShared({ accountId, name: 'Pool', currency: 'USD' }, tester)).id;
  await scenario.credit(walletId, CREDIT_MINOR + 3);
  buyerIds = await Promise.all(
    [0, 1, 2].map(async (n) => (await scenario.buyer({ walletId, externalId: `external-${n}` })).id),
  );
  await scenario.card({ kind: 'account' });
  const saved = await ledger.autoTopUps.save(
    {
      accountId,
      walletId,
      threshold: usd(50_00),
      amount: usd(50_00),
      targetBalance: null,
      enabled: true,
      payer: 'account',
      consentText: 'yes',
    },
    tester,
  );
  expect(saved).toMatchObject({ outcome: 'saved', startedTopUpId: null });
  for (const buyerId of buyerIds) {
    await ledger.deliveries.deliver(scenario.lead(buyerId, 'sold', 1, keyed(`known ${buyerId}`)));
  }
});
afterAll(async () => {
  await client.end();
  await ledger.close();
});

/** Mostly buyers and leads of which nothing is to be said, so that calls of nothing else are among the cases. */
const mostly = <Value>(usual: Value, ...others: Value[]) =>
  fc.oneof(
    { weight: 20, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

const buyer = fc.record({
  mechanism: mostly('wallet', 'net_terms', 'direct_charge', 'manual'),
  dailyCapMinor: mostly(null, 5_00, 1_000_00),
  monthlyCapMinor: mostly(null, 5_00, 1_000_00),
  pause: mostly(null, 'pause', 'pause_when_exhausted'),
});
const lead = fc.record({
  buyer: fc.nat({ max: 2 }),
  externalId: mostly('none', 'right', 'wrong'),
  leadId: mostly('new', 'sold'),
  priceMinor: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 20_00 }) },
    { weight: 1, arbitrary: fc.constantFrom(0, -1, 90_00, CREDIT_MINOR) },
  ),
  currency: mostly('USD', 'EUR'),
  labels: mostly(null, { campaign: 'solar' }),
  key: mostly('none', 'new', 'known', 'known with another request'),
});
const call = fc.record({
  buyers: fc.tuple(buyer, buyer, buyer),
  leads: fc.array(lead, { minLength: 1, maxLength: 8 }),
  repeatsALead: mostly(false, true),
  heldMinor: fc.constantFrom(0, 0, 60_00),
  lowBalanceMinor: fc.constantFrom(null, null, 50_00, CREDIT_MINOR * 2),
  warnedAlready: fc.boolean(),
  autoTopUpAtMinor: fc.constantFrom(null, null, 50_00),
  clockWentBack: fc.boolean(),
});
type Parameters = [
  accountId: string,
  walletId: string,
  deliveryIds: string[],
  buyerIds: (string | undefined)[],
  externalIds: (string | null)[],
  leadIds: string[],
  pricesMinor: number[],
  currencies: string[],
  labels: (string | null)[],
  keys: (string | null)[] | null,
  hashes: (string | null)[] | null,
];
type Answer = { status: string; balance_after_minor: number; available_seen_minor: number };
type Call = typeof call extends fc.Arbitrary<infer Value> ? Value : never;

async function arrange({ buyers, ...state }: Call) {
  const { heldMinor, lowBalanceMinor, warnedAlready, autoTopUpAtMinor, clockWentBack } = state;
  for (const [n, { mechanism, dailyCapMinor, monthlyCapMinor, pause }] of buyers.entries()) {
    const buyerId = buyerIds[n];
    await client.query(
      `update buyer set mechanism = $2, daily_cap_minor = $3, monthly_cap_minor = $4, credit_limit_minor = 1000 where id = $1`,
      [buyerId, mechanism, dailyCapMinor, monthlyCapMinor],
    );
    if (pause === null) continue;
    await client.query(
      `insert into pause_reason (id, account_id, buyer_id, reason, effect) values ($1, $2, $3, 'manual', $4)`,
      [`pau_${n}`, scenario.accountId, buyerId, pause],
    );
  }
  await client.query(
    `update wallet set low_balance_minor = $2::bigint, auto_top_up_at_minor = $3,
       low_balance_since = case when $4 and $2 is not null then now() end where id = $1`,
    [walletId, lowBalanceMinor, autoTopUpAtMinor, warnedAlready],
  );
  await client.query(
    `update book_account b set held = $2, last_at = case when $3 then '${FAR_OFF}' else last_at end
     from wallet w where w.book_account_id = b.id and w.id = $1`,
    [walletId, heldMinor, clockWentBack],
  );
}

function argumentsOf({ leads, repeatsALead }: Call) {
  const all = repeatsALead && leads[0] !== undefined ? [...leads, leads[0]] : leads;
  const each = <Value>(of: (lead: Call['leads'][number], place: number) => Value) =>
    all.map((one) => of(one, all.indexOf(one)));
  const keys = each(({ key, buyer: n }, place) => {
    if (key === 'none') return null;
    return key === 'new' ? `key ${place}` : `known ${buyerIds[n]}`;
  });
  const hashes = each(({ key, buyer: n }) => {
    if (key === 'none') return null;
    const { requestHash } = keyed(key === 'known' ? `known ${buyerIds[n]}` : 'another').idempotency;
    return `\\x${requestHash}`;
  });
  const none = keys.every((key) => key === null);
  const parameters: Parameters = [
    scenario.accountId,
    walletId,
    all.map((_, place) => `dlv_${place}`),
    each(({ buyer: n }) => buyerIds[n]),
    each(({ externalId, buyer: n }) => {
      if (externalId === 'none') return null;
      return externalId === 'right' ? `external-${n}` : 'external-of-nobody';
    }),
    each(({ leadId }, place) => (leadId === 'sold' ? 'sold' : `lead ${place}`)),
    each(({ priceMinor }) => priceMinor),
    each(({ currency }) => currency),
    each(({ labels }) => labels && JSON.stringify(labels)),
    none ? null : keys,
    none ? null : hashes,
  ];
  return parameters;
}

const KEPT = `
  select 'delivery' as kind, to_jsonb(d) - 'created_at' as row from delivery d
  union all select 'transaction', to_jsonb(t) - array['id', 'xid', 'created_at'] from book_tx t
  union all select 'entry', to_jsonb(e) - array['tx_id', 'book_account_id', 'hash', 'created_at']
      || jsonb_build_object('key', t.key, 'book', b.kind, 'owner', b.owner_id,
        'at', case when e.created_at > '${FAR_OFF}' then e.created_at end)
    from book_entry e join book_tx t on t.id = e.tx_id join book_account b on b.id = e.book_account_id
  union all select 'book', to_jsonb(b) - array['id', 'head_hash', 'last_at'] || jsonb_build_object('ends', b.last_at = (
      select max(e.created_at) from book_entry e where e.book_account_id = b.id)) from book_account b
  union all select 'top-up', jsonb_build_object('of', u.wallet_id, 'amount', u.amount_minor, 'trigger', u.trigger)
    from top_up u
  union all select 'wallet', to_jsonb(w) - 'low_balance_since' || jsonb_build_object('low', w.low_balance_since is not null)
    from wallet w
  union all select 'spending', to_jsonb(s) from buyer_spending s
  union all select 'pause', to_jsonb(p) - array['id', 'opened_at'] from pause_reason p
  order by 1, 2`;

/** What a function answers and what it leaves behind, without what is new in each run (times, row numbers, hashes). */
async function outcomeOf(name: string, parameters: Parameters) {
  await client.query('savepoint before');
  try {
    const { rows } = await client.query<{ answer: Answer }>(
      `select to_jsonb(d) - 'created_at' as answer from ${name}($1, $2, true, $3::text[], $4::text[], $5::text[],
         $6::text[], $7::bigint[], $8::text[], $9::jsonb[], $10::text[], $11::bytea[]) as d order by d.ordinal`,
      parameters,
    );
    return { answers: asOneEach(rows, parameters), kept: (await client.query(KEPT)).rows };
  } catch (error) {
    if (error instanceof pg.DatabaseError) return { refused: error.code, by: error.constraint };
    throw error;
  } finally {
    await client.query('rollback to before');
  }
}

/** One row for all leads of a call as the rows that it stands for. */
function asOneEach(answers: { answer: Answer }[], parameters: Parameters): { answer: Answer }[] {
  const [first] = answers;
  if (first?.answer.status !== 'all_delivered') return answers;
  const [, , deliveryIds, , , , pricesMinor] = parameters;
  let spentMinor = 0;
  return deliveryIds.map((deliveryId, place) => {
    const { balance_after_minor: balanceAfterFirst, available_seen_minor: availableAtFirst } = first.answer;
    const answer = {
      ...first.answer,
      ordinal: place + 1,
      status: 'decided',
      delivery_id: deliveryId,
      balance_after_minor: balanceAfterFirst + (pricesMinor[0] ?? 0) - spentMinor - (pricesMinor[place] ?? 0),
      available_seen_minor: availableAtFirst - spentMinor,
    };
    spentMinor += pricesMinor[place] ?? 0;
    return { answer };
  });
}

async function callsInTurn(): Promise<number> {
  const { rows } = await client.query(
    `select coalesce(sum(calls), 0)::int as calls from pg_stat_xact_user_functions where funcname = 'deliver_leads_in_turn'`,
  );
  return rows[0].calls;
}

test('leads that are posted together leave what they would have left one after the other', async () => {
  let together = 0;
  const compared = fc.asyncProperty(call, async (each) => {
    await client.query('begin');
    try {
      await arrange(each);
      const parameters = argumentsOf(each);
      const inTurn = await outcomeOf('deliver_leads_in_turn', parameters);
      const before = await callsInTurn();
      const outcome = await outcomeOf('deliver_leads', parameters);
      if ('answers' in outcome && (await callsInTurn()) === before) together += 1;
      expect(outcome).toEqual(inTurn);
    } finally {
      await client.query('rollback');
    }
  });
  await fc.assert(compared, { numRuns: CASES });
  expect(together).toBeGreaterThan(CASES / 20);
  expect(together).toBeLessThan(CASES / 2);
});

test('leads that are posted together continue the chain of their wallet, and are answered as they are kept', async () => {
  const [buyerId = ''] = buyerIds;
  const { accountId } = scenario;
  await ledger.holds.place({ accountId, buyerId, amount: usd(7_00), lifetimeMs: 600_000 });
  const leads = [0, 1, 2].flatMap((n) => buyerIds.map((id) => scenario.lead(id, `plain ${n}`, 3_00 + n)));
  const results = await ledger.deliveries.deliverBatch(leads);
  expect(results.map(({ outcome }) => outcome)).toEqual(leads.map(() => 'delivered'));
  expect(await scenario.balance(walletId)).toBe(BigInt(CREDIT_MINOR) - 3n * 3n * 3_01n);
  for (const result of results) {
    if (result.outcome !== 'delivered') throw new Error(result.outcome);
    expect(result.delivery).toEqual(await ledger.deliveries.get(accountId, result.delivery.id));
  }
  expect(await ledger.checkInvariants()).toEqual([]);
});
