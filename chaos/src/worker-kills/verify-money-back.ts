import { strict as assert } from 'node:assert';
import { topUpRow } from '../stage/agency.ts';
import type { Stage } from '../stage/open-stage.ts';
import type { AtStripe } from './at-stripe.ts';
import type { Traveled } from './journey.ts';
import { postingsAbout } from './postings.ts';

/** Each refund was made once at Stripe and taken once, and given back once where the bank refused it. */
export async function verifyRefunds(
  stage: Stage,
  { moneyBack }: AtStripe,
  { accountId, refunds = [] }: Traveled,
): Promise<void> {
  for (const { refundId, expected } of refunds) {
    const row = await stage.bench.ledger.refunds.find(refundId);
    assert.ok(row !== null);
    assert.equal(row.status, expected, `refund ${refundId}`);
    assert.deepEqual(
      moneyBack.refundsOf(refundId).map(({ id, status, amount }) => ({ id, status, amount: BigInt(amount) })),
      [{ id: row.stripeRefundId, status: expected, amount: row.amount.amountMinor }],
      `refund ${refundId} at Stripe`,
    );
    // What a returned lead pays back left the books with the lead.
    const taken = row.deliveryId === null ? ['refund'] : [];
    assert.deepEqual(
      await postingsAbout(stage, accountId, refundId),
      [...taken, expected === 'succeeded' ? 'refund_settled' : 'refund_failed'].sort(),
      `refund ${refundId} in the books`,
    );
  }
}

/** Each dispute took its money and its fee once, was decided once, and was told once, with one reminder. */
export async function verifyDisputes(
  stage: Stage,
  { moneyBack }: AtStripe,
  { accountId, disputes = [] }: Traveled,
): Promise<void> {
  const { ledger } = stage.bench;
  for (const { topUpId, expected } of disputes) {
    const { items: rows } = await ledger.disputes.list(accountId, { topUpId }, { limit: 10 });
    const { stripeChargeId } = await topUpRow(ledger, topUpId);
    assert.deepEqual(
      rows.map(({ stripeDisputeId, verdict, amount }) => ({
        id: stripeDisputeId,
        status: verdict,
        amount: amount.amountMinor,
      })),
      moneyBack
        .disputesOf(stripeChargeId ?? '')
        .map(({ id, status, amount }) => ({ id, status, amount: BigInt(amount) })),
      `disputes of top-up ${topUpId}`,
    );
    const [dispute, ...more] = rows;
    assert.ok(dispute !== undefined && more.length === 0, `top-up ${topUpId} has ${rows.length} disputes`);
    assert.equal(dispute.verdict, expected);
    assert.deepEqual(
      await postingsAbout(stage, accountId, dispute.id),
      ['dispute', `dispute_${expected}`],
      `dispute ${dispute.id} in the books`,
    );
    assert.deepEqual(
      await tellingsOf(stage, accountId),
      { fees: 1, opened: 1, reminders: 1, closed: 1 },
      `what was told of dispute ${dispute.id}`,
    );
  }
}

async function tellingsOf({ sql }: Stage, accountId: string) {
  const { rows } = await sql.query(
    `select
      (select count(*)::int from book_tx where account_id = $1 and kind = 'stripe_fee') as fees,
      (select count(*)::int from email where account_id = $1 and kind = 'dispute_opened'
        and occasion not like '%:due:%') as opened,
      (select count(*)::int from email where account_id = $1 and kind = 'dispute_opened'
        and occasion like '%:due:%') as reminders,
      (select count(*)::int from email where account_id = $1 and kind = 'dispute_closed') as closed`,
    [accountId],
  );
  return rows[0];
}
