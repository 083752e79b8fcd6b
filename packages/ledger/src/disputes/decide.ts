import type { DisputeVerdict } from '@drawdown/shared/codes';
import { auditable, recordAudit } from '../audit/record.ts';
import { postWithin } from '../books/post.ts';
import type { Records } from '../database/connection.ts';
import { currencyOf } from '../database/parse.ts';
import type { DisputeRow } from '../generated/prisma/client.ts';
import { lookAtWallet } from './freeze.ts';
import { type Recording, STRIPE } from './recording.ts';
import { tellClosed } from './tell.ts';

/**
 * Won: the whole sum is back in the wallet, and from there pays first what is still owed for it. Whatever was paid of that
 * meanwhile therefore stays in the wallet: it comes out to the cent.
 */
export async function giveBack(
  records: Records,
  dispute: DisputeRow,
  { payment, concerned }: Recording,
): Promise<DisputeRow> {
  const decided = await decide(records, dispute, 'won');
  const { accountId, walletId } = payment;
  if (dispute.txId !== null) {
    await post(records, dispute, walletId);
    await endPauses(records, dispute, 'gone');
    await thaw(records, dispute, concerned.ruleWalletIds);
    // No payment for anything that failed: it only was there before.
    await records.$executeRaw`select after_credit(${accountId}, ${walletId}, 0::bigint, null::text)`;
    await records.$queryRaw`select resolve_dispute_reasons(${accountId}, ${walletId})`;
  }
  await tellClosed(records, decided);
  return decided;
}

/** Lost: what was taken stays taken. Whom it paused receives leads again once nothing is owed for it. */
export async function keepTaken(
  records: Records,
  dispute: DisputeRow,
  { payment }: Recording,
): Promise<DisputeRow> {
  const { accountId, walletId } = payment;
  const { id: disputeId, amountMinor, txId } = dispute;
  const decided = await decide(records, dispute, 'lost');
  if (txId !== null) {
    const currency = currencyOf(dispute.currency);
    const posted = await postWithin(records, {
      event: 'dispute_lost',
      accountId,
      currency,
      amountMinor,
      disputeId,
    });
    if (posted.status !== 'posted') throw new Error(`losing ${disputeId} answered ${posted.status}`);
    await records.$queryRaw`select resolve_dispute_reasons(${accountId}, ${walletId})`;
    await lookAtWallet(records, payment);
  }
  await tellClosed(records, decided);
  return decided;
}

/** An inquiry that ended without becoming a dispute moved nothing. */
export async function closeUnanswered(records: Records, dispute: DisputeRow): Promise<DisputeRow> {
  if (dispute.txId !== null)
    throw new Error(`${dispute.id} took money, and Stripe calls it an inquiry that was closed`);
  const decided = await decide(records, dispute, 'inquiry_closed');
  await tellClosed(records, decided);
  return decided;
}

async function decide(records: Records, dispute: DisputeRow, verdict: DisputeVerdict): Promise<DisputeRow> {
  const { id, accountId } = dispute;
  const after = auditable({ verdict });
  await recordAudit(records, { accountId, actor: STRIPE, action: 'dispute.decided', subjectId: id, after });
  return records.disputeRow.update({ where: { id }, data: { verdict, endedAt: new Date() } });
}

async function post(records: Records, dispute: DisputeRow, walletId: string): Promise<void> {
  const { id: disputeId, accountId, amountMinor, txId } = dispute;
  if (txId === null) return;
  const posted = await postWithin(records, {
    event: 'dispute_won',
    accountId,
    walletId,
    disputeId,
    amountMinor,
    currency: currencyOf(dispute.currency),
    disputeTxId: txId,
  });
  if (posted.status !== 'posted') throw new Error(`giving ${disputeId} back answered ${posted.status}`);
}

async function endPauses(records: Records, { id, accountId }: DisputeRow, closedAs: 'gone'): Promise<void> {
  await records.pauseReasonRow.updateMany({
    where: { accountId, reason: 'dispute_opened', subjectId: id, closedAt: null },
    data: { closedAt: new Date(), closedAs, closedBy: STRIPE.label },
  });
}

/**
 * Rules that this card had suspended go on, where no other dispute of the card stands against it: one that is undecided,
 * or one that was lost since.
 */
async function thaw(
  records: Records,
  { id, accountId, fingerprint }: DisputeRow,
  ruleWalletIds: string[],
): Promise<void> {
  await records.$queryRaw`
    select resume_auto_top_up(r.wallet_id, 'the dispute was won') from (
      select wallet_id from auto_top_up_rule r
      where r.account_id = ${accountId} and r.wallet_id = any (${ruleWalletIds}::text[])
        and r.suspended_because = 'disputed' and r.suspended_fingerprint = ${fingerprint}
        and not exists (
          select from dispute d
          where d.account_id = r.account_id and d.fingerprint = ${fingerprint} and d.id <> ${id} and d.tx_id is not null
            and (d.verdict is null or d.verdict = 'lost' and d.ended_at >= r.suspended_at))
      order by wallet_id) r`;
  await records.$queryRaw`
    select check_auto_top_up(w.account_id, w.id) from (
      select account_id, id from wallet where id = any (${ruleWalletIds}::text[]) order by id) w`;
}
