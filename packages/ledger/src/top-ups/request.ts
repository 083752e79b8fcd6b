import { newId } from '@drawdown/shared/ids';
import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import { isUniqueViolation, type Records } from '../database/connection.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { writeToOutbox } from '../outbox/write.ts';
import { checkTopUp, type PaymentCard } from './check.ts';
import { afterCredit, postCredit, standsInFor } from './credit.ts';
import { toTopUp, withItsCharge } from './read.ts';
import type { RequestTopUpInput, RequestTopUpResult, TopUp } from './types.ts';

/** The caller starts the workflow himself right away; only if he dies does the relay take over, after this time. */
const RELAY_GRACE_MS = 7_000;

export async function requestTopUp(
  prisma: PrismaClient,
  input: RequestTopUpInput,
  actor: Actor,
): Promise<RequestTopUpResult> {
  // Before every other check: what was accepted once is answered again, whatever has changed since.
  const known = await findByKey(prisma, input);
  if (known !== null) return known;
  const checked = await checkTopUp(prisma, input);
  if (checked.outcome !== 'permitted') return checked;
  const id = newId('topUp');
  try {
    await prisma.$transaction((records) => writeTopUp(records, { id, input, actor, card: checked.card }));
  } catch (error) {
    // Somebody with the same key was faster: his top-up is the answer.
    const winner = isUniqueViolation(error) ? await findByKey(prisma, input) : null;
    if (winner === null) throw error;
    return winner;
  }
  return { outcome: 'accepted', topUp: await read(prisma, id), replayed: false };
}

async function read(prisma: PrismaClient, id: string): Promise<TopUp> {
  return toTopUp(await prisma.topUpRow.findUniqueOrThrow({ where: { id }, include: withItsCharge }));
}

async function findByKey(prisma: PrismaClient, input: RequestTopUpInput): Promise<RequestTopUpResult | null> {
  const { accountId, idempotency } = input;
  if (idempotency === undefined) return null;
  const row = await prisma.topUpRow.findUnique({
    where: { accountId_idempotencyKey: { accountId, idempotencyKey: idempotency.key } },
    include: withItsCharge,
  });
  if (row === null) return null;
  const sameRequest =
    row.requestHash !== null && Buffer.from(row.requestHash).toString('hex') === idempotency.requestHash;
  return sameRequest
    ? { outcome: 'accepted', topUp: toTopUp(row), replayed: true }
    : { outcome: 'idempotency_key_reused' };
}

type NewTopUp = { id: string; input: RequestTopUpInput; actor: Actor; card: PaymentCard | null };

async function writeTopUp(records: Records, { id, input, actor, card }: NewTopUp): Promise<void> {
  const { accountId, walletId, amount, funding, idempotency } = input;
  const owner = await records.buyerRow.findFirst({
    where: { walletId, wallet: { owner: 'buyer' } },
    select: { id: true },
  });
  const buyerId = input.buyerId ?? card?.buyerId ?? owner?.id ?? null;
  const topUp = await records.topUpRow.create({
    data: {
      id,
      accountId,
      walletId,
      buyerId,
      amountMinor: amount.amountMinor,
      currency: amount.currency,
      funding,
      trigger: 'manual',
      status: 'pending',
      reference: input.reference ?? null,
      reason: input.reason ?? null,
      invoice: await isOnInvoice(records, input, buyerId),
      cancelsRetries: input.cancelPendingRetry ?? true,
      idempotencyKey: idempotency?.key ?? null,
      requestHash: idempotency ? new Uint8Array(Buffer.from(idempotency.requestHash, 'hex')) : null,
      requestedByKind: actor.kind,
      requestedById: actor.id,
      requestedByLabel: actor.label,
    },
  });
  await recordAudit(records, {
    accountId,
    actor,
    action: 'top_up.requested',
    subjectId: id,
    after: auditable({
      walletId,
      amount,
      funding,
      buyerId,
      reference: input.reference,
      reason: input.reason,
      ...(input.cancelPendingRetry === false && { cancelPendingRetry: false }),
    }),
  });
  switch (funding) {
    case 'external':
      await postCredit(records, topUp, { event: 'external_credit' });
      return afterCredit(records, topUp, { amountMinor: standsInFor(topUp), chargeId: null });
    case 'promotional':
      await postCredit(records, topUp, { event: 'promotional_credit' });
      return afterCredit(records, topUp, { amountMinor: standsInFor(topUp), chargeId: null });
    case 'account_card':
    case 'buyer_card':
      if (card === null) throw new Error('a card top-up was permitted without a card');
      return writeCharge(records, input, { topUpId: id, buyerId, card });
  }
}

/** What the request says; else as the buyer has it, else the account. Only a card's payment can pay an invoice. */
async function isOnInvoice(
  records: Records,
  { accountId, funding, invoice }: RequestTopUpInput,
  buyerId: string | null,
): Promise<boolean> {
  if (funding === 'external' || funding === 'promotional') return false;
  if (invoice !== undefined) return invoice;
  const [row] = await records.$queryRaw<{ wanted: boolean }[]>`
    select invoices_top_ups(${accountId}, ${buyerId}::text) as wanted`;
  return row?.wanted === true;
}

async function writeCharge(
  records: Records,
  { accountId, walletId, amount }: RequestTopUpInput,
  { topUpId, buyerId, card }: { topUpId: string; buyerId: string | null; card: PaymentCard },
): Promise<void> {
  const chargeId = newId('charge');
  await records.chargeRow.create({
    data: {
      id: chargeId,
      accountId,
      purpose: 'top_up',
      topUpId,
      buyerId: card.buyerId,
      paymentMethodId: card.paymentMethod.id,
      stripeCustomerId: card.stripeCustomerId,
      amountMinor: amount.amountMinor,
      currency: amount.currency,
      status: 'open',
    },
  });
  const message = {
    kind: 'start_top_up',
    input: {
      topUpId,
      chargeId,
      accountId,
      walletId,
      buyerId,
      amountMinor: Number(amount.amountMinor),
      currency: amount.currency,
      trigger: 'manual',
    },
  } as const;
  await writeToOutbox(records, message, new Date(Date.now() + RELAY_GRACE_MS));
}
