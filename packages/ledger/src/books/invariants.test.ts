import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, openScenario, type Scenario } from '../testing/index.ts';

// What the database refuses even to its superuser, who goes around every line of our code.

let ledger: Ledger;
let superuser: pg.Client;
let scenario: Scenario;
let book: { id: string; account_id: string };

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl });
  superuser = new pg.Client({ connectionString: databaseUrl });
  await superuser.connect();
  scenario = await openScenario(ledger);
  const buyer = await scenario.buyer();
  await scenario.credit(buyer.walletId, 100_00);
  await ledger.deliveries.deliver(scenario.lead(buyer.id, 'lead-1', 30_00));
  const { rows } = await superuser.query('select id, account_id from book_account where owner_id = $1', [
    buyer.walletId,
  ]);
  book = rows[0];
});
afterAll(async () => {
  await superuser.end();
  await ledger.close();
});

async function newTx(): Promise<string> {
  const { rows } = await superuser.query(
    `insert into book_tx (account_id, key, kind, subject_id, created_at)
     values ($1, 'test:' || gen_random_uuid(), 'correction', 'test', now()) returning id`,
    [book.account_id],
  );
  return rows[0].id;
}

async function lazyBook(accountId = book.account_id, currency = 'USD'): Promise<string> {
  const { rows } = await superuser.query(`select open_book($1, 'external_receipts', '', $2) as id`, [
    accountId,
    currency,
  ]);
  return rows[0].id;
}

describe('the database refuses', () => {
  test('a transaction whose lines do not sum to zero', async () => {
    const insert = superuser.query(
      `insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount, created_at)
       values ($1, 1, $2, $3, 'USD', 5, now()), ($1, 2, $2, $3, 'USD', -4, now())`,
      [await newTx(), book.account_id, await lazyBook()],
    );
    await expect(insert).rejects.toMatchObject({ constraint: 'entries_balance' });
  });

  test('a transaction of one line', async () => {
    const insert = superuser.query(
      `insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount, created_at)
       values ($1, 1, $2, $3, 'USD', 5, now())`,
      [await newTx(), book.account_id, await lazyBook()],
    );
    await expect(insert).rejects.toMatchObject({ constraint: 'entries_balance' });
  });

  test('lines that balance only when two currencies are taken for one', async () => {
    const insert = superuser.query(
      `insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount, created_at)
       values ($1, 1, $2, $3, 'USD', 5, now()), ($1, 2, $2, $4, 'EUR', -5, now())`,
      [await newTx(), book.account_id, await lazyBook(), await lazyBook(book.account_id, 'EUR')],
    );
    await expect(insert).rejects.toMatchObject({ constraint: 'entries_balance' });
  });

  test('a line in another currency than its book', async () => {
    const insert = superuser.query(
      `insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount, created_at)
       values ($1, 1, $2, $3, 'EUR', 5, now()), ($1, 2, $2, $3, 'EUR', -5, now())`,
      [await newTx(), book.account_id, await lazyBook()],
    );
    await expect(insert).rejects.toMatchObject({ constraint: 'entries_stay_in_their_books' });
  });

  test('a line on the book of another tenant', async () => {
    const other = await openScenario(ledger);
    const insert = superuser.query(
      `insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount, created_at)
       values ($1, 1, $2, $3, 'USD', 5, now()), ($1, 2, $2, $4, 'USD', -5, now())`,
      [await newTx(), book.account_id, await lazyBook(), await lazyBook(other.accountId)],
    );
    await expect(insert).rejects.toMatchObject({ constraint: 'entries_stay_in_their_books' });
  });

  test('an entry that does not start where the last one ended', async () => {
    const insert = superuser.query(
      `insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount,
         version, prev_version, balance_before, balance_after, hash, created_at)
       values ($1, 1, $2, $3, 'USD', 5, 3, 2, 99900, 99905, '', now()),
              ($1, 2, $2, $4, 'USD', -5, null, null, null, null, null, now())`,
      [await newTx(), book.account_id, book.id, await lazyBook()],
    );
    await expect(insert).rejects.toMatchObject({ constraint: 'entries_run_on' });
  });

  test.each(['null', '0'])('an entry that names no predecessor (%s)', async (previous) => {
    const insert = superuser.query(
      `insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount,
         version, prev_version, balance_before, balance_after, hash, created_at)
       values ($1, 1, $2, $3, 'USD', 5, 3, ${previous}, 99900, 99905, '', now()),
              ($1, 2, $2, $4, 'USD', -5, null, null, null, null, null, now())`,
      [await newTx(), book.account_id, book.id, await lazyBook()],
    );
    await expect(insert).rejects.toMatchObject({ constraint: 'version_runs_on' });
  });

  test('an entry whose balance does not follow from its amount', async () => {
    const insert = superuser.query(
      `insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount,
         version, prev_version, balance_before, balance_after, hash, created_at)
       values ($1, 1, $2, $3, 'USD', 5, 3, 2, 7000, 9005, '', now())`,
      [await newTx(), book.account_id, book.id],
    );
    await expect(insert).rejects.toMatchObject({ constraint: 'balance_runs_on' });
  });

  test('a second entry with the same version', async () => {
    const insert = superuser.query(
      `insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount,
         version, prev_version, balance_before, balance_after, hash, created_at)
       values ($1, 1, $2, $3, 'USD', 5, 2, 1, 10000, 10005, '', now()),
              ($1, 2, $2, $4, 'USD', -5, null, null, null, null, null, now())`,
      [await newTx(), book.account_id, book.id, await lazyBook()],
    );
    await expect(insert).rejects.toMatchObject({ code: '23505' });
  });

  test('an overdraft', async () => {
    const update = superuser.query('update book_account set balance = -1 where id = $1', [book.id]);
    await expect(update).rejects.toMatchObject({ constraint: 'never_overdrawn' });
  });

  test('a delivery of a buyer or from a wallet of another account or of no hold, and to delete a buyer', async () => {
    const other = await openScenario(ledger);
    const stranger = await other.buyer();
    for (const [buyer, wallet, hold] of [
      [`'${stranger.id}'`, 'wallet_id', 'null'],
      ['buyer_id', `'${stranger.walletId}'`, 'null'],
      [`'buy_unknown'`, 'wallet_id', 'null'],
      ['buyer_id', 'wallet_id', `'hld_unknown'`],
    ]) {
      const insert = superuser.query(
        `insert into delivery (id, account_id, buyer_id, wallet_id, lead_id, price_minor, currency, outcome,
           refusal_code, available_seen_minor, version_seen, hold_id, created_at)
         select 'dlv_x', account_id, ${buyer}, ${wallet}, 'x', 100, currency, 'refused', 'delivery_paused', 0, 1,
           ${hold}, now()
         from delivery where account_id = $1 limit 1`,
        [book.account_id],
      );
      await expect(insert).rejects.toMatchObject({ constraint: 'deliveries_stay_in_their_account' });
    }
    for (const change of [
      'delete from buyer',
      `update buyer set account_id = 'x'`,
      `update buyer set id = 'x'`,
    ]) {
      await expect(superuser.query(change)).rejects.toMatchObject({ code: '55000' });
    }
  });

  test('a second posting under the same key', async () => {
    const insert = superuser.query(
      `insert into book_tx (account_id, key, kind, subject_id, created_at)
       select account_id, key, kind, subject_id, now() from book_tx where account_id = $1 limit 1`,
      [book.account_id],
    );
    await expect(insert).rejects.toMatchObject({ constraint: 'one_posting_per_key' });
  });

  test.each(['book_entry', 'book_tx', 'audit_log'])('to update, delete or truncate %s', async (table) => {
    await expect(superuser.query(`update ${table} set account_id = account_id`)).rejects.toMatchObject({
      code: '55000',
    });
    await expect(superuser.query(`delete from ${table}`)).rejects.toMatchObject({ code: '55000' });
    await expect(superuser.query(`truncate ${table} cascade`)).rejects.toMatchObject({ code: '55000' });
  });

  test('words that it does not know, for the kind of a book or a transaction and for how a lead ended', async () => {
    await expect(
      superuser.query(
        `insert into book_account (account_id, kind, currency) values ($1, 'piggy_bank', 'USD')`,
        [book.account_id],
      ),
    ).rejects.toMatchObject({ constraint: 'book_account_kind_fkey' });
    await expect(superuser.query(`delete from book_kind where kind = 'wallet'`)).rejects.toMatchObject({
      constraint: 'book_account_kind_fkey',
    });
    for (const [table, column, type] of [
      ['book_tx', 'kind', 'book_tx_kind'],
      ['delivery', 'outcome', 'delivery_outcome'],
      ['delivery', 'funded_by', 'funding_rung'],
      ['delivery', 'funding_reason', 'funding_reason'],
    ] as const) {
      const copy = superuser.query(
        `insert into ${table} overriding system value select (jsonb_populate_record(t, jsonb_build_object($1::text, 'gift'))).*
         from ${table} t limit 1`,
        [column],
      );
      await expect(copy).rejects.toMatchObject({ code: '23514', constraint: `${type}_check` });
    }
  });

  test('to move a book to another tenant, kind, owner or currency, or to set its version back', async () => {
    for (const change of [
      `kind = 'receivable'`,
      `owner_id = 'x'`,
      `currency = 'EUR'`,
      `version = version - 1`,
    ]) {
      const update = superuser.query(`update book_account set ${change} where id = $1`, [book.id]);
      await expect(update).rejects.toMatchObject({ code: '55000' });
    }
  });

  test('to change what a delivery decided', async () => {
    await expect(superuser.query('update delivery set price_minor = 1')).rejects.toMatchObject({
      code: '55000',
    });
    await expect(superuser.query('delete from delivery')).rejects.toMatchObject({ code: '55000' });
  });

  test('a refusal for insufficient funds where the funds were sufficient', async () => {
    const insert = superuser.query(
      `insert into delivery (id, account_id, buyer_id, wallet_id, lead_id, price_minor, currency, outcome,
         refusal_code, available_seen_minor, version_seen, created_at)
       select 'dlv_x', account_id, buyer_id, wallet_id, 'x', 100, currency, 'refused', 'insufficient_funds', 100, 1, now()
       from delivery limit 1`,
    );
    await expect(insert).rejects.toMatchObject({ constraint: 'insufficient_funds_were_insufficient' });
  });

  test('a top-up that is called succeeded without a posting', async () => {
    const insert = superuser.query(`update top_up set tx_id = null`);
    await expect(insert).rejects.toMatchObject({ constraint: 'succeeded_means_posted' });
  });
});
