import type { PaymentMethod, SavedCard } from '@drawdown/ledger';
import type { PaymentMethodResource, SavedCardResource } from '@drawdown/shared/http';

export function paymentMethodJson(method: PaymentMethod): PaymentMethodResource {
  const { id, brand, last4, expMonth, expYear, fingerprint, isDefault, isBackup, createdAt, consent } =
    method;
  return {
    id,
    brand,
    last4,
    expMonth,
    expYear,
    fingerprint,
    isDefault,
    isBackup,
    consent: consent === null ? null : { text: consent.text, by: consent.by, at: consent.at.toISOString() },
    createdAt: createdAt.toISOString(),
    stripe: { paymentMethodId: method.stripePaymentMethodId },
  };
}

export function savedCardJson(card: SavedCard): SavedCardResource {
  return { ...paymentMethodJson(card), blockedUntil: card.blockedUntil?.toISOString() ?? null };
}

const BRANDS: Record<string, string> = {
  amex: 'American Express',
  diners: 'Diners Club',
  discover: 'Discover',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  unionpay: 'UnionPay',
  visa: 'Visa',
};

/** The card as people name it: `Visa 4242`. */
export function cardName(card: { brand: string; last4: string }): string {
  return `${BRANDS[card.brand] ?? card.brand} ${card.last4}`;
}
