import { auditable, recordAudit } from '../audit/record.ts';
import { cardChangedWithin } from '../collections/card-changed.ts';
import type { Records } from '../database/connection.ts';
import { lockCards } from './lock-cards.ts';
import { toPaymentMethod } from './read.ts';
import type { PaymentMethod, SavePaymentMethodInput } from './types.ts';

const STRIPE = { kind: 'system', id: 'stripe', label: 'Stripe' } as const;

type Details = Omit<SavePaymentMethodInput, 'accountId' | 'payer' | 'consent'>;

/** New details of a card from its issuer. A default card with new details may pay what was declined before. */
export async function updateCardFromStripe(records: Records, card: Details): Promise<PaymentMethod | null> {
  const { stripePaymentMethodId, brand, last4, expMonth, expYear, fingerprint } = card;
  const details = { brand, last4, expMonth, expYear, fingerprint };
  const known = await records.paymentMethodRow.findUnique({ where: { stripePaymentMethodId } });
  if (known === null) return null;
  const { accountId, payer } = toPaymentMethod(known);
  await lockCards(records, accountId, payer);
  const before = await records.paymentMethodRow.findUniqueOrThrow({ where: { id: known.id } });
  const same =
    before.brand === brand &&
    before.last4 === last4 &&
    before.expMonth === expMonth &&
    before.expYear === expYear &&
    before.fingerprint === fingerprint;
  if (same || before.removedAt !== null) return null;
  const after = await records.paymentMethodRow.update({
    where: { id: known.id },
    data: { ...details, updatedByIssuerAt: new Date() },
  });
  await recordAudit(records, {
    accountId,
    actor: STRIPE,
    action: 'payment_method.updated_by_issuer',
    subjectId: known.id,
    before: auditable({
      brand: before.brand,
      last4: before.last4,
      expMonth: before.expMonth,
      expYear: before.expYear,
    }),
    after: auditable({ brand, last4, expMonth, expYear }),
  });
  if (after.isDefault) await cardChangedWithin(records, { accountId, payer, updatedByIssuer: true });
  return toPaymentMethod(after);
}
