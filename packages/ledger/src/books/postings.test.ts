import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, openScenario } from '../testing/index.ts';
import { BOOK_KINDS } from './books.ts';
import type { BusinessEvent } from './events.ts';
import { postingFor } from './postings.ts';

const DOCUMENT = readFileSync(new URL('../../../../docs/ledger.md', import.meta.url), 'utf8');

const base = { accountId: 'acc', currency: 'USD', amountMinor: 100n } as const;
const wallet = { ...base, walletId: 'wal' };
const owner = { ...base, ownerId: 'buy' };
const split = { ...wallet, ownerId: 'buy', availableMinor: 40n };

/** One of each, with the words that stand for its ids in the document's keys. */
const EVENTS: BusinessEvent[] = [
  { ...wallet, event: 'top_up', topUpId: '<top-up>', paymentIntentId: 'pi' },
  { ...wallet, event: 'external_credit', topUpId: '<top-up>' },
  { ...wallet, event: 'promotional_credit', topUpId: '<top-up>' },
  { ...wallet, event: 'delivery_from_wallet', deliveryId: '<delivery>' },
  { ...base, event: 'delivery_by_card', deliveryId: '<delivery>', paymentIntentId: 'pi' },
  { ...owner, event: 'delivery_on_account', deliveryId: '<delivery>' },
  { ...wallet, event: 'return_to_wallet', deliveryId: '<delivery>', deliveryTxId: 1n },
  { ...owner, event: 'return_on_account', deliveryId: '<delivery>', deliveryTxId: 1n },
  { ...base, event: 'return_to_card', deliveryId: '<delivery>', deliveryTxId: 1n },
  {
    ...wallet,
    ...owner,
    event: 'return_of_trusted',
    deliveryId: '<delivery>',
    deliveryTxId: 1n,
    owedMinor: 40n,
  },
  { ...wallet, event: 'refund_requested', refundId: '<refund>', creditTxId: 1n },
  { ...base, event: 'refund_settled', refundId: '<refund>', stripeRefundId: 're' },
  { ...wallet, event: 'refund_failed', refundId: '<refund>', refundTxId: 1n },
  { ...wallet, event: 'refund_failed_later', refundId: '<refund>', refundTxId: 1n },
  { ...split, event: 'dashboard_refund', stripeRefundId: '<stripe refund>', creditTxId: 1n },
  { ...wallet, event: 'dashboard_refund_failed', refundId: '<refund>', refundTxId: 1n },
  { ...base, event: 'dashboard_refund_of_leads', stripeRefundId: '<stripe refund>' },
  { ...base, event: 'dashboard_refund_of_leads_failed', refundId: '<refund>', refundTxId: 1n },
  { ...split, event: 'dispute_opened', disputeId: '<dispute>', creditTxId: 1n },
  { ...wallet, event: 'dispute_won', disputeId: '<dispute>', disputeTxId: 1n },
  { ...base, event: 'dispute_lost', disputeId: '<dispute>' },
  { ...base, event: 'stripe_fee', balanceTransactionId: '<balance transaction>' },
  { ...wallet, event: 'correction_of_external_credit', topUpId: '<top-up>', creditTxId: 1n },
  { ...wallet, event: 'correction_of_promotional_credit', topUpId: '<top-up>', creditTxId: 1n },
  { ...wallet, walletId: '<wallet>', event: 'balance_moved', toWalletId: 'wal', switchId: '<switch>' },
  { ...wallet, event: 'settlement', ownerId: '<owner>', creditKey: '<credit key>' },
  { ...owner, event: 'payment_by_card', paymentId: '<payment>', paymentIntentId: 'pi' },
  { ...owner, event: 'payment_outside', paymentId: '<payment>' },
  { ...owner, event: 'payment_reversed', paymentId: '<payment>', paymentTxId: 1n },
  { ...owner, event: 'write_off', subjectId: '<subject>' },
];

describe('the postings of business events', () => {
  test('are those of the table in docs/ledger.md, one to one', () => {
    const rows = [...DOCUMENT.matchAll(/^\| `(\w+)` \| ([\w +,-]+) \| `([^`]+)` \|$/gm)].map((match) =>
      match.slice(1),
    );
    const fromCode = EVENTS.map((event) => {
      const { key, lines } = postingFor(event);
      return [
        event.event,
        lines.map((line) => `${line.book} ${line.amountMinor > 0n ? '+' : '-'}`).join(', '),
        key,
      ];
    });
    expect(rows).toEqual(fromCode);
  });

  test('sum to zero for any amount and any balance, without a line of nothing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...EVENTS),
        fc.bigInt({ min: 1n, max: 10n ** 12n }),
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        (event, amountMinor, availableMinor) => {
          const { lines } = postingFor({
            ...event,
            amountMinor,
            ...('availableMinor' in event && { availableMinor }),
          });
          expect(lines.reduce((sum, line) => sum + line.amountMinor, 0n)).toBe(0n);
          expect(lines.every((line) => line.amountMinor !== 0n)).toBe(true);
          const fromWallet = lines.find((line) => line.book === 'wallet')?.amountMinor ?? 0n;
          if ('availableMinor' in event) expect(-fromWallet <= availableMinor).toBe(true);
        },
      ),
    );
  });
});

describe('the database', () => {
  let ledger: Ledger;
  let client: pg.Client;

  beforeAll(async () => {
    const databaseUrl = await createTestDatabase();
    ledger = createLedger({ databaseUrl });
    client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await ledger.close();
  });

  test('knows each kind of book and of transaction', async () => {
    const books = await client.query('select kind from book_kind');
    expect(books.rows.map((row) => row.kind).toSorted()).toEqual(BOOK_KINDS.toSorted());
    const { rows } = await client.query(
      `select pg_get_constraintdef(oid) as definition from pg_constraint where contypid = 'book_tx_kind'::regtype`,
    );
    for (const event of EVENTS) expect(rows[0].definition).toContain(`'${postingFor(event).kind}'`);
  });

  test('posts a delivered and a captured lead as the table says', async () => {
    const scenario = await openScenario(ledger);
    const { id: buyerId, walletId } = await scenario.buyer();
    await scenario.credit(walletId, 100_00);
    await ledger.deliveries.deliver(scenario.lead(buyerId, 'a', 10_00));
    const { accountId } = scenario;
    const amount = { amountMinor: 20_00n, currency: 'USD' } as const;
    const hold = await ledger.holds.place({ accountId, buyerId, amount, lifetimeMs: 60_000 });
    if (hold.outcome !== 'placed') throw new Error(hold.outcome);
    await ledger.holds.capture({ accountId, holdId: hold.hold.id, leadId: 'b' });
    const { rows } = await client.query(
      `select t.key, t.subject_id, t.kind, b.kind as book, b.owner_id, e.amount from book_tx t
       join book_entry e on e.tx_id = t.id join book_account b on b.id = e.book_account_id
       where t.account_id = $1 and t.kind = 'delivery' order by t.id, e.line`,
      [accountId],
    );
    for (const [place, amountMinor] of [10_00n, 20_00n].entries()) {
      const lines = rows.slice(place * 2, place * 2 + 2);
      const deliveryId = lines[0].subject_id;
      const event = { accountId, currency: 'USD', amountMinor, walletId, deliveryId } as const;
      const expected = postingFor({ ...event, event: 'delivery_from_wallet' });
      expect(lines.map((line) => [line.key, line.kind])).toEqual(
        expected.lines.map(() => [expected.key, expected.kind]),
      );
      expect(lines.map((line) => [line.book, line.owner_id, BigInt(line.amount)])).toEqual(
        expected.lines.map((line) => [line.book, line.ownerId ?? '', line.amountMinor]),
      );
    }
  });
});
