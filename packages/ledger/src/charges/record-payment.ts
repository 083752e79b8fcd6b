import type { Records } from '../database/connection.ts';
import type { ChargeAttemptRow, PaymentMethodRow, Prisma } from '../generated/prisma/client.ts';
import { fingerprintOf, fingerprintTried } from '../payment-methods/fingerprint.ts';
import type { Succeeded } from './types.ts';

const UNDECIDED = ['pending', 'unknown', 'processing', 'requiresAction'];

const withItsCards = {
  paymentMethod: true,
  attempts: { include: { paymentMethod: true }, orderBy: { number: 'asc' } },
} satisfies Prisma.ChargeRowInclude;

type ChargeWithItsCards = Prisma.ChargeRowGetPayload<{ include: typeof withItsCards }>;

export type RecordedPayment = { chargeId: string; attempt: number; payment: Succeeded };

/**
 * Says of the one attempt that brought the money that it succeeded, and of all that nobody knew the end of that they came to
 * nothing: a payment succeeds once. Where the payer used a card that was never saved here, none of ours has succeeded.
 */
export async function recordPaymentWithin(records: Records, input: RecordedPayment): Promise<void> {
  const { chargeId, attempt, payment } = input;
  await records.$queryRaw`select id from charge where id = ${chargeId} for no key update`;
  const charge = await records.chargeRow.findUniqueOrThrow({
    where: { id: chargeId },
    include: withItsCards,
  });
  if (charge.attempts.some(({ outcome }) => outcome === 'succeeded')) return;
  const { stripePaymentMethodId } = payment;
  const card =
    stripePaymentMethodId === undefined
      ? cardAskedLast(charge, attempt)
      : await savedCard(records, charge.accountId, stripePaymentMethodId);
  const now = new Date();
  const paid = { outcome: 'succeeded', stripeChargeId: payment.stripeChargeId, decidedAt: now };
  const known = card && attemptOf(charge.attempts, card, attempt);
  if (known) {
    const { number } = known;
    await records.chargeAttemptRow.update({ where: { chargeId_number: { chargeId, number } }, data: paid });
  }
  await records.chargeAttemptRow.updateMany({
    where: { chargeId, outcome: { in: UNDECIDED } },
    data: { outcome: 'canceled', decidedAt: now },
  });
  if (known || !card) return;
  const number = Math.max(attempt, ...charge.attempts.map((one) => one.number + 1));
  await records.chargeAttemptRow.create({
    data: { chargeId, number, paymentMethodId: card.id, fingerprint: fingerprintOf(card), ...paid },
  });
}

/** Where Stripe did not say whose card it was. */
function cardAskedLast({ attempts, paymentMethod }: ChargeWithItsCards, attempt: number): PaymentMethodRow {
  const asked = attempts.find(({ number }) => number === attempt) ?? attempts.at(-1);
  return asked?.paymentMethod ?? paymentMethod;
}

function savedCard(records: Records, accountId: string, stripePaymentMethodId: string) {
  return records.paymentMethodRow.findFirst({ where: { accountId, stripePaymentMethodId } });
}

/** The attempt with this card, however often it was saved, that is not known to have failed. */
function attemptOf(
  attempts: ChargeWithItsCards['attempts'],
  card: PaymentMethodRow,
  present: number,
): ChargeAttemptRow | undefined {
  const fingerprint = fingerprintOf(card);
  const open = attempts.filter(
    (one) =>
      one.outcome !== 'declined' &&
      (one.paymentMethodId === card.id || fingerprintTried(one) === fingerprint),
  );
  return open.find(({ number }) => number === present) ?? open.at(-1);
}
