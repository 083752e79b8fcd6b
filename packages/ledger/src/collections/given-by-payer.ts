import type { PaymentMethodRow, PrismaClient } from '../generated/prisma/client.ts';
import { offeredCardId } from '../payer-links/offer-card.ts';
import { toPaymentMethod } from '../payment-methods/read.ts';
import type { AfterDecline, RetryFacts } from './types.ts';

type Tried = { paymentMethodId: string; startedAt: Date; paymentMethod: PaymentMethodRow };

type LinkedCharge = {
  topUp: { requestedByKind: string; requestedById: string } | null;
  paymentMethod: PaymentMethodRow;
  attempts: readonly Tried[];
};

type CardsToTry = Pick<
  Extract<RetryFacts, { state: 'open' }>,
  'card' | 'isAnotherCard' | 'backupCard' | 'retryWanted'
>;

/**
 * A payment that its payer makes by a link is tried with the card that he offers for it, at once. Where he gave his last one
 * for this payment alone, nothing else is tried by itself: no schedule, no default or backup card of his. Null: this charge
 * is collected as any other.
 */
export async function cardGivenByPayer(
  prisma: PrismaClient,
  { topUp, paymentMethod, attempts }: LinkedCharge,
): Promise<CardsToTry | null> {
  if (topUp?.requestedByKind !== 'system') return null;
  const offeredId = await offeredCardId(prisma, topUp.requestedById, attempts);
  const offered =
    offeredId === null
      ? null
      : await prisma.paymentMethodRow.findUnique({ where: { id: offeredId, removedAt: null } });
  const tried = attempts.at(-1)?.paymentMethod ?? paymentMethod;
  if (offered === null && tried.forLinkId === null) return null;
  return {
    card: offered && toPaymentMethod(offered),
    isAnotherCard: offered !== null,
    backupCard: null,
    retryWanted: false,
  };
}

/** A card that its payer gave for one payment is on no schedule: he tries it again himself, or gives another. */
export function unlessGivenForOnePayment(
  { forLinkId }: { forLinkId: string | null },
  next: AfterDecline,
): AfterDecline {
  return forLinkId !== null && next.kind === 'retry' ? { kind: 'needs_card', exhausted: false } : next;
}
