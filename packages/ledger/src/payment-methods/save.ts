import { newId } from '@drawdown/shared/ids';
import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import { cardChangedWithin } from '../collections/card-changed.ts';
import type { Records } from '../database/connection.ts';
import type { PaymentMethodRow } from '../generated/prisma/client.ts';
import { cardsOf, lockCards, makeDefault } from './lock-cards.ts';
import type { Payer, SavePaymentMethodInput } from './types.ts';

export async function saveCard(
  records: Records,
  { accountId, payer, consent, ...card }: SavePaymentMethodInput,
  actor: Actor,
): Promise<PaymentMethodRow> {
  await lockCards(records, accountId, payer);
  const known = await records.paymentMethodRow.findFirst({
    where: { ...cardsOf(accountId, payer), stripePaymentMethodId: card.stripePaymentMethodId },
  });
  if (known !== null) return known;
  const isFirst = (await records.paymentMethodRow.count({ where: cardsOf(accountId, payer) })) === 0;
  const now = new Date();
  const created = await records.paymentMethodRow.create({
    data: {
      id: newId('paymentMethod'),
      ...cardsOf(accountId, payer),
      ...card,
      isDefault: isFirst,
      defaultSince: isFirst ? now : null,
      ...(consent && { consentText: consent.text, consentBy: consent.by, consentAt: now }),
    },
  });
  await recordAudit(records, {
    accountId,
    actor,
    action: 'payment_method.saved',
    subjectId: created.id,
    after: auditable({ payer, brand: card.brand, last4: card.last4, consent }),
  });
  if (isFirst) await cardChangedWithin(records, { accountId, payer, updatedByIssuer: false });
  return created;
}

/** Null when it is no card of this payer. */
export async function setDefaultCard(
  records: Records,
  card: { accountId: string; payer: Payer; paymentMethodId: string },
  actor: Actor,
): Promise<PaymentMethodRow | null> {
  const { accountId, payer, paymentMethodId } = card;
  await lockCards(records, accountId, payer);
  const found = await records.paymentMethodRow.findFirst({
    where: { ...cardsOf(accountId, payer), id: paymentMethodId },
  });
  if (found === null) return null;
  await makeDefault(records, accountId, payer, found.id);
  await recordAudit(records, {
    accountId,
    actor,
    action: 'payment_method.made_default',
    subjectId: found.id,
    after: auditable({ payer }),
  });
  if (!found.isDefault) await cardChangedWithin(records, { accountId, payer, updatedByIssuer: false });
  return records.paymentMethodRow.findUniqueOrThrow({ where: { id: found.id } });
}
