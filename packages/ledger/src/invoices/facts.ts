import { moneyOf, oneOf } from '../database/parse.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { periodOf } from './close.ts';
import { DEFAULT_TERMS_DAYS } from './issue.ts';
import { type InvoiceWithItsPaper, toInvoice, withItsPaper } from './read.ts';
import type { InvoiceFacts, Untold } from './types.ts';

const UNDECIDED = ['pending', 'unknown', 'processing'];

/** Everything that the process of an invoice acts on; null for one that is of no period. */
export async function readFacts(prisma: PrismaClient, invoiceId: string): Promise<InvoiceFacts | null> {
  const row = await prisma.invoiceRow.findUnique({ where: { id: invoiceId }, include: withItsPaper });
  if (row === null || row.buyerId === null || row.period === null) return null;
  const { buyerId, accountId, currency } = row;
  const buyer = await prisma.buyerRow.findUniqueOrThrow({ where: { id: buyerId } });
  const card = await prisma.paymentMethodRow.findFirst({
    where: { accountId, buyerId, isDefault: true, removedAt: null },
  });
  const charge = await prisma.chargeRow.findUnique({
    where: { invoiceId },
    include: { attempts: { include: { paymentMethod: true }, orderBy: { number: 'asc' } } },
  });
  const newest = charge?.attempts.at(-1);
  return {
    input: await periodOf(prisma, invoiceId),
    invoice: toInvoice(row, buyer.name),
    buyerName: buyer.name,
    failurePolicy: oneOf(['pause', 'continue'], buyer.failurePolicy),
    termsDays: buyer.termsDays ?? DEFAULT_TERMS_DAYS,
    stripeCustomerId: buyer.stripeCustomerId,
    cardId: card?.id ?? null,
    untold: untoldOf(row),
    charge: charge && {
      chargeId: charge.id,
      attempts: charge.attempts.length,
      undecided:
        newest && UNDECIDED.includes(newest.outcome)
          ? {
              chargeId: charge.id,
              attempt: newest.number,
              stripePaymentMethodId: newest.paymentMethod.stripePaymentMethodId,
              amount: moneyOf(charge.amountMinor, currency),
            }
          : null,
    },
  };
}

/** What lowered the invoice since Stripe has it, and Stripe has not been told of. */
function untoldOf(row: InvoiceWithItsPaper): Untold[] {
  if (row.kind !== 'net_terms' || row.stripeInvoiceId === null || row.status === 'void') return [];
  const notes = row.creditNotes
    .filter(({ stripeCreditNoteId }) => stripeCreditNoteId === null)
    .map((note) => ({
      kind: 'credit_note' as const,
      id: note.id,
      amount: moneyOf(note.amountMinor, row.currency),
      words: note.reason,
    }));
  const payments = row.payments
    .filter(
      ({ source, toldStripeAs, appliedMinor }) =>
        source === 'outside' && toldStripeAs === null && appliedMinor,
    )
    .map((payment) => ({
      kind: 'payment' as const,
      id: payment.id,
      amount: moneyOf(payment.appliedMinor ?? 0n, row.currency),
      words: `Paid outside Stripe${payment.reference ? ` (${payment.reference})` : ''}`,
    }));
  return [...notes, ...payments];
}
