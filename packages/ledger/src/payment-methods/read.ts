import type { PaymentMethodRow } from '../generated/prisma/client.ts';
import type { PaymentMethod } from './types.ts';

export function toPaymentMethod(row: PaymentMethodRow): PaymentMethod {
  return {
    id: row.id,
    accountId: row.accountId,
    payer: row.buyerId === null ? { kind: 'account' } : { kind: 'buyer', buyerId: row.buyerId },
    stripePaymentMethodId: row.stripePaymentMethodId,
    brand: row.brand,
    last4: row.last4,
    expMonth: row.expMonth,
    expYear: row.expYear,
    fingerprint: row.fingerprint,
    isDefault: row.isDefault,
    isBackup: row.isBackup,
    forLinkId: row.forLinkId,
    consent: consentOf(row),
    lastSucceededAt: row.lastSucceededAt,
    createdAt: row.createdAt,
  };
}

function consentOf({ consentText, consentBy, consentAt }: PaymentMethodRow): PaymentMethod['consent'] {
  if (consentText === null || consentAt === null) return null;
  return { text: consentText, by: consentBy ?? '', at: consentAt };
}
