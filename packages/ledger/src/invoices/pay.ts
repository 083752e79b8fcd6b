import { newId } from '@drawdown/shared/ids';
import { type ChargeOutcome, classifyDecline } from '@drawdown/shared/payments';
import { declineColumns } from '../charges/read.ts';
import { reserveWithin } from '../collections/reserve.ts';
import type { Records } from '../database/connection.ts';
import { moneyOf } from '../database/parse.ts';
import type { InvoiceRow, PaymentMethodRow } from '../generated/prisma/client.ts';
import { fingerprintOf } from '../payment-methods/fingerprint.ts';
import { dueOf } from './read.ts';
import type { BeginPaymentResult } from './types.ts';

const UNDECIDED = ['pending', 'unknown', 'processing'];
const BLOCK_DAYS = { hard: 30, cool_off: 1 } as const;

type Order = { invoiceId: string; paymentMethodId: string | null; paymentIntentId: string };

/**
 * Makes the charge of an invoice, and an attempt of it that counts in the card's budget, before Stripe is asked. While
 * nobody knows what became of the newest attempt, that one is answered: it is asked again under its own key.
 */
export async function beginPaymentWithin(records: Records, order: Order): Promise<BeginPaymentResult> {
  const invoice = await records.invoiceRow.findUniqueOrThrow({ where: { id: order.invoiceId } });
  if (invoice.status !== 'open' || dueOf(invoice) <= 0n) return { outcome: 'not_open' };
  const card = await cardOf(records, invoice, order.paymentMethodId);
  if (card === null) return { outcome: 'no_card' };
  const chargeId = await chargeOf(records, { invoice, card: card.row, customerId: card.customerId, order });
  const attempts = await records.chargeAttemptRow.findMany({
    where: { chargeId },
    orderBy: { number: 'asc' },
    include: { paymentMethod: true },
  });
  const newest = attempts.at(-1);
  const knownStripeChargeIds = attempts.flatMap(({ stripeChargeId }) => stripeChargeId ?? []);
  const amount = moneyOf(dueOf(invoice), invoice.currency);
  if (newest && UNDECIDED.includes(newest.outcome)) {
    const { stripePaymentMethodId } = newest.paymentMethod;
    const known = { chargeId, attempt: newest.number, stripePaymentMethodId, amount };
    return { outcome: 'ready', begunBefore: true, knownStripeChargeIds, ...known };
  }
  const attempt = (newest?.number ?? 0) + 1;
  const { id: paymentMethodId, stripePaymentMethodId } = card.row;
  const reserved = await reserveWithin(records, { chargeId, attempt, paymentMethodId, asked: true });
  switch (reserved.outcome) {
    case 'reserved':
      await records.chargeRow.update({
        where: { id: chargeId },
        data: { status: 'open', paymentMethodId, amountMinor: amount.amountMinor },
      });
      return {
        outcome: 'ready',
        begunBefore: false,
        knownStripeChargeIds,
        chargeId,
        attempt,
        stripePaymentMethodId,
        amount,
      };
    case 'card_blocked':
      return { outcome: 'card_closed', until: reserved.until };
    case 'budget_used_up':
      return { outcome: 'card_closed', until: reserved.freeAt };
    case 'crowded':
    case 'taken':
      throw new Error('other attempts on this card are not decided yet');
    case 'follows':
      throw new Error('an attempt that is asked for follows nobody');
  }
}

/** What became of an attempt. One that brought money is decided where the money is recorded. */
export async function recordAttemptWithin(
  records: Records,
  { chargeId, attempt }: { chargeId: string; attempt: number },
  outcome: ChargeOutcome,
): Promise<void> {
  await records.$queryRaw`select id from charge where id = ${chargeId} for no key update`;
  if (outcome.outcome === 'succeeded') return;
  const decline = 'decline' in outcome ? outcome.decline : null;
  const isDecided = outcome.outcome === 'declined' || outcome.outcome === 'canceled';
  const { count } = await records.chargeAttemptRow.updateMany({
    where: { chargeId, number: attempt, outcome: { notIn: ['succeeded', 'declined', 'canceled'] } },
    data: {
      outcome: outcome.outcome,
      ...declineColumns(decline),
      stripeChargeId: decline?.stripeChargeId ?? null,
      decidedAt: isDecided ? new Date() : null,
    },
  });
  if (count === 0 || !isDecided) return;
  const status = outcome.outcome === 'declined' ? 'declined' : 'canceled';
  await records.chargeRow.updateMany({ where: { id: chargeId, status: 'open' }, data: { status } });
  if (decline === null) return;
  const tried = await records.chargeAttemptRow.findUniqueOrThrow({
    where: { chargeId_number: { chargeId, number: attempt } },
    include: { paymentMethod: true },
  });
  const kind = classifyDecline(decline);
  if (kind !== 'hard' && kind !== 'cool_off') return;
  const fingerprint = fingerprintOf(tried.paymentMethod);
  await records.$executeRaw`
    update card_budget set blocked_code = ${decline.code},
      blocked_until = clock_timestamp() + make_interval(days => ${BLOCK_DAYS[kind]}::int)
    where fingerprint = ${fingerprint}`;
}

/** The card that was asked for, else the buyer's default one; null where he has none that can be charged. */
async function cardOf(
  records: Records,
  { accountId, buyerId }: InvoiceRow,
  paymentMethodId: string | null,
): Promise<{ row: PaymentMethodRow; customerId: string } | null> {
  if (buyerId === null) return null;
  const row = await records.paymentMethodRow.findFirst({
    where: {
      accountId,
      buyerId,
      removedAt: null,
      forLinkId: null,
      ...(paymentMethodId === null ? { isDefault: true } : { id: paymentMethodId }),
    },
  });
  const buyer = await records.buyerRow.findUniqueOrThrow({ where: { id: buyerId } });
  return row && buyer.stripeCustomerId !== null ? { row, customerId: buyer.stripeCustomerId } : null;
}

type NewCharge = { invoice: InvoiceRow; card: PaymentMethodRow; customerId: string; order: Order };

/** One charge for each invoice, locked. It is the invoice's own PaymentIntent. */
async function chargeOf(records: Records, { invoice, card, customerId, order }: NewCharge): Promise<string> {
  const { id: invoiceId, accountId, buyerId, currency } = invoice;
  await records.chargeRow.createMany({
    data: [
      {
        id: newId('charge'),
        accountId,
        purpose: 'invoice',
        invoiceId,
        buyerId,
        paymentMethodId: card.id,
        stripeCustomerId: customerId,
        amountMinor: dueOf(invoice),
        currency,
        status: 'open',
        paymentIntentId: order.paymentIntentId,
      },
    ],
    skipDuplicates: true,
  });
  const { id } = await records.chargeRow.findUniqueOrThrow({ where: { invoiceId } });
  await records.$queryRaw`select id from charge where id = ${id} for no key update`;
  return id;
}
