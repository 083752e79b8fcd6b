import { strict as assert } from 'node:assert';
import type { Ledger } from '@drawdown/ledger';
import type pg from 'pg';
import type { Answer } from './messages.ts';
import { POOR_CREDIT_MINOR, RICH_CREDIT_MINOR } from './open-books.ts';
import { keyOf, leadOf, type PostingPlan, postingAt } from './plan.ts';

type Row = { id: string; name: string; outcome: string; amount: string; balance_after: string | null };

/** Every answer that was ever heard stands in the database as it was heard. */
export async function verifyAcknowledged(sql: pg.Client, answers: Iterable<Answer>): Promise<void> {
  const heard = [...answers];
  const { rows } = await sql.query<Row>(
    `select id, outcome, balance_after_minor as balance_after from delivery where id = any ($1)
     union all
     select id, 'credited', balance_after_minor from top_up where id = any ($1) and status = 'succeeded'`,
    [heard.map(({ id }) => id)],
  );
  const standing = new Map(rows.map((row) => [row.id, row]));
  for (const { n, id, outcome, balanceAfterMinor } of heard) {
    const row = standing.get(id);
    assert.deepEqual(
      [row?.outcome, row?.balance_after ?? null],
      [outcome, balanceAfterMinor?.toString() ?? null],
      `posting ${n} was acknowledged as ${id}`,
    );
  }
}

/**
 * After everything was answered: each posting is there exactly once, nothing is there that nobody asked for, each for
 * its amount, and the balances follow from the answers alone.
 */
export async function verifyBooks(
  { ledger, sql, plan }: { ledger: Ledger; sql: pg.Client; plan: PostingPlan },
  { begun, answers }: { begun: number; answers: ReadonlyMap<number, Answer> },
): Promise<void> {
  await verifyAcknowledged(sql, answers.values());
  const expected = new Map<string, string>();
  let [rich, poor] = [RICH_CREDIT_MINOR, POOR_CREDIT_MINOR];
  for (let n = 0; n < begun; n += 1) {
    const answer = answers.get(n);
    assert.ok(answer !== undefined, `posting ${n} was never answered`);
    const { kind, amountMinor } = postingAt(plan, n);
    expected.set(kind === 'credit' ? keyOf(n) : leadOf(n), `${answer.id} ${answer.outcome} ${amountMinor}`);
    if (kind === 'credit') poor += amountMinor;
    else if (kind === 'keyed_draw') poor -= answer.outcome === 'delivered' ? amountMinor : 0n;
    else rich -= amountMinor;
  }
  const { rows } = await sql.query<Row>(
    `select id, lead_id as name, outcome, price_minor as amount from delivery where account_id = $1
     union all
     select id, idempotency_key, 'credited', amount_minor from top_up
       where account_id = $1 and idempotency_key is not null`,
    [plan.accountId],
  );
  assert.equal(rows.length, expected.size, 'rows in the database for the postings that were asked for');
  for (const { id, name, outcome, amount } of rows) {
    assert.equal(`${id} ${outcome} ${amount}`, expected.get(name), name);
  }
  const balanceOf = async (walletId: string) => {
    const wallet = await ledger.wallets.get(plan.accountId, walletId);
    return [wallet?.balance.amountMinor, wallet?.held.amountMinor];
  };
  assert.deepEqual(
    await balanceOf(plan.rich.walletId),
    [rich, 0n],
    'balance and held money of the rich wallet',
  );
  assert.deepEqual(
    await balanceOf(plan.poor.walletId),
    [poor, 0n],
    'balance and held money of the poor wallet',
  );
  assert.deepEqual(await ledger.checkInvariants(), []);
}
