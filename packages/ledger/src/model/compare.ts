import { strict as assert } from 'node:assert';
import { availableIn, type Reference, type Wallet } from './reference.ts';
import { isOpen } from './reference-top-ups.ts';
import { idOf, type World } from './world.ts';

/** After every step: the balance, the held money and the length of every wallet's history. */
export async function compareBalances(model: Reference, world: World): Promise<void> {
  const { rows } = await world.sql.query<{ id: string; state: string }>({
    name: 'model-balances',
    text: `select w.id, concat_ws(' ', b.balance, b.held, b.version) as state
      from wallet w join book_account b on b.id = w.book_account_id where w.account_id = $1`,
    values: [world.accountId],
  });
  const real = new Map(rows.map(({ id, state }) => [id, state]));
  for (const wallet of model.wallets) {
    const state = `${wallet.balance} ${wallet.held} ${wallet.lines.length}`;
    assert.equal(
      real.get(idOf(world.walletIds, wallet)),
      state,
      `balance, held and version of ${wallet.name}`,
    );
  }
}

/** Now and then and at the end: everything that can be asked about every wallet, and what the other books sum to. */
export async function compareEverything(model: Reference, world: World): Promise<void> {
  await compareBalances(model, world);
  for (const wallet of model.wallets) await compareWallet(model, world, wallet);
  await compareOtherBooks(model, world);
  await compareDebts(model, world);
  const { rows } = await world.sql.query<{ deliveries: string; holds: string; top_ups: string }>(
    `select (select count(*) from delivery where account_id = $1) as deliveries,
       (select count(*) from hold where account_id = $1) as holds,
       (select count(*) from top_up where account_id = $1) as top_ups`,
    [world.accountId],
  );
  const { decisions, holds, topUps } = model;
  assert.deepEqual(
    rows,
    [{ deliveries: `${decisions.length}`, holds: `${holds.length}`, top_ups: `${topUps.length}` }],
    'rows that nobody asked for, or that are missing',
  );
}

async function compareWallet(model: Reference, world: World, wallet: Wallet): Promise<void> {
  const [ledger] = world.ledgers;
  const walletId = idOf(world.walletIds, wallet);
  const real = await ledger.wallets.get(world.accountId, walletId);
  const open = model.topUps.filter((topUp) => topUp.wallet === wallet && isOpen(topUp));
  assert.deepEqual(
    [real?.balance, real?.held, real?.available, real?.pendingTopUps].map((sum) => sum?.amountMinor),
    [wallet.balance, wallet.held, availableIn(wallet), open.reduce((sum, { amount }) => sum + amount, 0n)],
    `balance, held, available and pending top-ups of ${wallet.name}`,
  );
  const lines = await historyOf(world, walletId);
  assert.deepEqual(
    lines.map(({ amount, balanceAfter, version, deliveryId, topUpId }) => [
      version,
      amount.amountMinor,
      balanceAfter.amountMinor,
      deliveryId ?? topUpId,
    ]),
    wallet.lines.map(({ amount, balanceAfter, subject }, index) => [
      BigInt(index + 1),
      amount,
      balanceAfter,
      subject.id,
    ]),
    `the history of ${wallet.name}`,
  );
  const lots = await ledger.lots.ofWallet(world.accountId, walletId);
  assert.deepEqual(
    lots?.map(({ kind, topUpId, amount, unspent }) => [
      kind,
      topUpId,
      amount.amountMinor,
      unspent.amountMinor,
    ]),
    wallet.lots.map(({ credit, amount, unspent }) => [credit.kind, credit.id, amount, unspent]),
    `the lots of ${wallet.name}`,
  );
}

async function historyOf(world: World, walletId: string) {
  const [ledger] = world.ledgers;
  const newestFirst = [];
  for (let cursor: string | undefined; ; ) {
    const page = await ledger.wallets.entries(world.accountId, walletId, { limit: 500, cursor });
    newestFirst.push(...(page?.items ?? []));
    if (page === null || page.nextCursor === null) return newestFirst.reverse();
    cursor = page.nextCursor;
  }
}

/** The other side of every line. */
async function compareOtherBooks(model: Reference, world: World): Promise<void> {
  const expected = new Map<string, bigint>();
  const add = (book: string, amount: bigint) => expected.set(book, (expected.get(book) ?? 0n) + amount);
  for (const { kind, amount, status } of model.topUps) {
    if (status === 'succeeded') add(SOURCE_OF[kind], -amount);
  }
  for (const { refusal, price } of model.decisions) if (refusal === null) add('lead_revenue', price);
  const { rows } = await world.sql.query<{ kind: string; sum: string }>(
    `select b.kind, sum(e.amount) from book_account b join book_entry e on e.book_account_id = b.id
     where b.account_id = $1 and not b.strict group by b.kind`,
    [world.accountId],
  );
  const real = new Map(rows.map(({ kind, sum }) => [kind, BigInt(sum)]));
  assert.deepEqual(
    [...real].sort(byName),
    [...expected].sort(byName),
    'what the books behind the wallets sum to',
  );
}

async function compareDebts(model: Reference, world: World): Promise<void> {
  const { rows } = await world.sql.query<{ owner_id: string; owed: string }>(
    `select owner_id, -balance as owed from book_account where account_id = $1 and kind = 'receivable' and balance <> 0`,
    [world.accountId],
  );
  const real = new Map(rows.map(({ owner_id, owed }) => [owner_id, BigInt(owed)]));
  for (const buyer of model.buyers)
    assert.equal(real.get(idOf(world.buyerIds, buyer)) ?? 0n, buyer.owed, `what ${buyer.name} owes`);
}

const SOURCE_OF = {
  external_credit: 'external_receipts',
  promotional_credit: 'promotions',
  top_up: 'stripe_clearing',
} as const;

const byName = ([a]: [string, bigint], [b]: [string, bigint]) => (a < b ? -1 : 1);
