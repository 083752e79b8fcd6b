import type { StatementLine, WalletStatement } from '@drawdown/ledger';
import { createLedger, type Ledger } from '@drawdown/ledger';
import {
  createTestDatabase,
  openBookkeeper,
  openScenario,
  type Scenario,
  usd,
} from '@drawdown/ledger/testing';
import { parseMajorString } from '@drawdown/shared/money';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { buyerCsv } from './buyer-csv.ts';
import { buyerSheet, walletSheet } from './pdf/sheets.ts';
import { buyerStatementJson, walletStatementJson } from './resource.ts';
import { walletCsv } from './wallet-csv.ts';

let ledger: Ledger;
let bookkeeper: ReturnType<typeof openBookkeeper>;
let client: pg.Client;
let scenario: Scenario;
let databaseUrl: string;

beforeAll(async () => {
  databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl });
  bookkeeper = openBookkeeper({ databaseUrl });
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  scenario = await openScenario(ledger);
});
afterAll(async () => {
  await client.end();
  await bookkeeper.close();
  await ledger.close();
});

const steps = fc.array(
  fc.record({
    what: fc.constantFrom('credit', 'lead', 'lead_on_terms', 'settlement', 'payment', 'dashboard_refund'),
    amountMinor: fc.integer({ min: 1, max: 50_000 }).map(BigInt),
  }),
  { minLength: 1, maxLength: 25 },
);

type Step = { what: string; amountMinor: bigint };
let serial = 0;

async function takeStep({ what, amountMinor }: Step, who: { id: string; walletId: string }): Promise<void> {
  serial += 1;
  const { id: ownerId, walletId } = who;
  const event = { accountId: scenario.accountId, currency: 'USD', amountMinor } as const;
  const id = `x_${serial}`;
  switch (what) {
    case 'credit':
      await bookkeeper.post({ ...event, event: 'external_credit', walletId, topUpId: id });
      return;
    case 'lead':
      await bookkeeper.post({ ...event, event: 'delivery_from_wallet', walletId, deliveryId: id });
      return;
    case 'lead_on_terms':
      await bookkeeper.post({ ...event, event: 'delivery_on_account', ownerId, deliveryId: id });
      return;
    case 'settlement':
      await bookkeeper.post({ ...event, event: 'settlement', walletId, ownerId, creditKey: id });
      return;
    case 'payment':
      await bookkeeper.post({ ...event, event: 'payment_outside', ownerId, paymentId: id });
      return;
    default: {
      const availableMinor = await scenario.balance(walletId);
      const stripeRefundId = `re_${serial}`;
      const credit = await bookkeeper.post({ ...event, event: 'external_credit', walletId, topUpId: id });
      if (credit.status !== 'posted') throw new Error(credit.status);
      const split = { ...event, walletId, ownerId, availableMinor, creditTxId: credit.txId, stripeRefundId };
      await bookkeeper.post({ ...split, event: 'dashboard_refund' });
    }
  }
}

async function collected(lines: AsyncIterable<StatementLine>): Promise<StatementLine[]> {
  const all = [];
  for await (const line of lines) all.push(line);
  return all;
}

async function csvSums(rows: AsyncIterable<string>, last: 'balance' | 'owed') {
  let text = '';
  for await (const row of rows) text += row;
  const records = z.array(z.record(z.string(), z.string())).parse(parse(text, { columns: true }));
  const minor = (cell: string | undefined) => parseMajorString(cell ?? '', 'USD') ?? 0n;
  const [opening, ...rest] = records;
  const closing = rest.pop();
  return {
    opening: minor(opening?.[last]),
    sum: rest.reduce((sum, record) => sum + minor(record.amount), 0n),
    closing: minor(closing?.[last]),
    running: rest.map((record) => minor(record[last])),
  };
}

/** `1,234.50`, or with a minus sign. */
function figure(text: string | undefined): bigint {
  return parseMajorString((text ?? '').replaceAll(',', '').replace('\u2212', '-'), 'USD') ?? 0n;
}

/** What the database itself says that a book held before an instant, and gained from one to the other. */
async function booksSay(kind: string, ownerId: string, { from, to }: { from: Date; to: Date }) {
  const { rows } = await client.query(
    `select coalesce(sum(e.amount) filter (where e.created_at < $3), 0)::text as opening,
       coalesce(sum(e.amount) filter (where e.created_at >= $3 and e.created_at < $4), 0)::text as sum
     from book_entry e join book_account b on b.id = e.book_account_id where b.kind = $1 and b.owner_id = $2`,
    [kind, ownerId, from, to],
  );
  const [opening, sum] = [BigInt(rows[0].opening), BigInt(rows[0].sum)];
  return kind === 'receivable'
    ? { opening: -opening, sum: -sum, closing: -opening - sum }
    : { opening, sum, closing: opening + sum };
}

/** Two instants between the steps, so that nothing is written within the same millisecond as a cut. */
async function instantBetween(): Promise<Date> {
  const { rows } = await client.query('select pg_sleep(0.002), clock_timestamp() as now');
  await client.query('select pg_sleep(0.002)');
  return rows[0].now;
}

it('CSV, JSON and PDF say what the books say, for any period of any history', async () => {
  await fc.assert(
    fc.asyncProperty(steps, steps, steps, async (before, within, after) => {
      const buyer = await scenario.buyer();
      await scenario.credit(buyer.walletId, 9_000_00);
      for (const step of before) await takeStep(step, buyer);
      const from = await instantBetween();
      for (const step of within) await takeStep(step, buyer);
      const to = await instantBetween();
      for (const step of after) await takeStep(step, buyer);

      const { accountId } = scenario;
      const wallet = await ledger.statements.forWallet(accountId, buyer.walletId, { from, to });
      const owed = await ledger.statements.forBuyer(accountId, buyer.id, { from, to });
      if (wallet === null || owed === null) throw new Error('no statement');
      await expectAgreement(wallet, {
        books: await booksSay('wallet', buyer.walletId, { from, to }),
        csv: await csvSums(walletCsv(wallet), 'balance'),
        json: await walletStatementJson(wallet, await collected(wallet.lines())),
        sheet: await walletSheet(wallet, await collected(wallet.lines())),
      });
      await expectAgreement(owed, {
        books: await booksSay('receivable', buyer.id, { from, to }),
        csv: await csvSums(buyerCsv(owed), 'owed'),
        json: await buyerStatementJson(owed, await collected(owed.lines())),
        sheet: await buyerSheet(owed, await collected(owed.lines())),
      });
    }),
    { numRuns: 8 },
  );
}, 120_000);

type Said = {
  books: { opening: bigint; sum: bigint; closing: bigint };
  csv: Awaited<ReturnType<typeof csvSums>>;
  json: Awaited<ReturnType<typeof walletStatementJson>> | Awaited<ReturnType<typeof buyerStatementJson>>;
  sheet: Awaited<ReturnType<typeof walletSheet>>;
};

async function expectAgreement(
  statement: Pick<WalletStatement, 'opening' | 'closing' | 'final'>,
  { books, csv, json, sheet }: Said,
): Promise<void> {
  expect(statement).toMatchObject({ final: true, opening: usd(books.opening), closing: usd(books.closing) });
  expect(csv).toMatchObject(books);
  const jsonSum = json.lines.reduce((sum, line) => sum + BigInt(line.amount.amount), 0n);
  const jsonTotals = json.totals.reduce((sum, { amount }) => sum + BigInt(amount.amount), 0n);
  expect([BigInt(json.opening.amount), jsonSum, jsonTotals, BigInt(json.closing.amount)]).toEqual([
    books.opening,
    books.sum,
    books.sum,
    books.closing,
  ]);
  expect({
    opening: figure(sheet.opening.amount),
    sum: sheet.rows.reduce((sum, row) => sum + figure(row.amount), 0n),
    closing: figure(sheet.closing.amount),
    running: sheet.rows.map((row) => figure(row.balance)),
  }).toEqual(csv);
  const [opening, ...rest] = sheet.summary;
  const closing = rest.pop();
  const summed = rest.reduce((sum, { amount }) => sum + figure(amount), figure(opening?.amount));
  expect(summed).toBe(figure(closing?.amount));
}
