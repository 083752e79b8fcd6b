import { TOP_UP_STATUSES } from '@drawdown/shared/codes';
import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import { postWithin } from '../books/post.ts';
import type { Records } from '../database/connection.ts';
import { currencyOf, moneyOf, oneOf } from '../database/parse.ts';
import type { TopUpRow } from '../generated/prisma/client.ts';
import { toTopUp, withItsCharge } from '../top-ups/read.ts';
import { availableIn, unspentOf } from './refundable.ts';
import type { CorrectTopUpInput, CorrectTopUpResult } from './types.ts';

const EVENTS = {
  external: 'correction_of_external_credit',
  promotional: 'correction_of_promotional_credit',
} as const;

/** Takes back what is still there of a credit that no card paid, once: neither what leads have used nor what holds reserve. */
export async function correctTopUp(
  records: Records,
  { accountId, topUpId, reason }: CorrectTopUpInput,
  actor: Actor,
): Promise<CorrectTopUpResult> {
  await records.$queryRaw`select id from top_up where id = ${topUpId} and account_id = ${accountId} for update`;
  const topUp = await records.topUpRow.findFirst({ where: { id: topUpId, accountId } });
  if (topUp === null) return { outcome: 'top_up_not_found' };
  if (topUp.correctionTxId !== null) return corrected(records, topUpId, true);
  const { funding, walletId, txId: creditTxId } = topUp;
  if (funding !== 'external' && funding !== 'promotional') return { outcome: 'paid_by_card' };
  if (creditTxId === null) return { outcome: 'not_succeeded', status: oneOf(TOP_UP_STATUSES, topUp.status) };
  await records.$queryRaw`select lock_wallet(${accountId}, ${walletId})`;
  const amountMinor = await correctable(records, topUp);
  if (amountMinor === 0n) return { outcome: 'nothing_left' };
  const currency = currencyOf(topUp.currency);
  const credit = { accountId, currency, amountMinor, walletId, topUpId, creditTxId };
  const posted = await postWithin(records, { ...credit, event: EVENTS[funding] });
  if (posted.status !== 'posted') throw new Error(`correcting ${topUpId} answered ${posted.status}`);
  const now = new Date();
  const correction = { correctionTxId: posted.txId, correctedMinor: amountMinor, correctionReason: reason };
  await records.topUpRow.update({
    where: { id: topUpId },
    data: { ...correction, correctedAt: now, updatedAt: now },
  });
  await records.$executeRaw`select after_debit(${accountId}, ${walletId})`;
  await recordAudit(records, {
    accountId,
    actor,
    action: 'top_up.corrected',
    subjectId: topUpId,
    after: auditable({ amount: moneyOf(amountMinor, currency), reason }),
  });
  return corrected(records, topUpId, false);
}

async function correctable(records: Records, { id, walletId }: TopUpRow): Promise<bigint> {
  const wallet = await records.walletRow.findUniqueOrThrow({ where: { id: walletId } });
  const unspent = await unspentOf(records, wallet, id);
  const available = await availableIn(records, wallet);
  return unspent < available ? unspent : available;
}

async function corrected(records: Records, id: string, replayed: boolean): Promise<CorrectTopUpResult> {
  const row = await records.topUpRow.findUniqueOrThrow({ where: { id }, include: withItsCharge });
  return { outcome: 'corrected', topUp: toTopUp(row), replayed };
}
