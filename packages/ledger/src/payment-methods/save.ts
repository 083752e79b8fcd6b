import { newId } from '@drawdown/shared/ids';
import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import { cardChangedWithin } from '../collections/card-changed.ts';
import type { Records } from '../database/connection.ts';
import type { PaymentMethodRow } from '../generated/prisma/client.ts';
import { cardsOf, everyCardOf, lockCards, makeDefault } from './lock-cards.ts';
import type { Payer, SavePaymentMethodInput } from './types.ts';

export async function saveCard(
  records: Records,
  { accountId, payer, consent, forLinkId, ...card }: SavePaymentMethodInput,
  actor: Actor,
): Promise<PaymentMethodRow> {
  await lockCards(records, accountId, payer);
  const known = await records.paymentMethodRow.findFirst({
    where: { ...everyCardOf(accountId, payer), stripePaymentMethodId: card.stripePaymentMethodId },
  });
  if (known !== null && (known.forLinkId === null || consent === undefined)) return known;
  const isFirst =
    forLinkId === undefined &&
    (await records.paymentMethodRow.count({ where: cardsOf(accountId, payer) })) === 0;
  const now = new Date();
  const use = {
    forLinkId: forLinkId ?? null,
    isDefault: isFirst,
    defaultSince: isFirst ? now : null,
    ...(consent && { consentText: consent.text, consentBy: consent.by, consentAt: now }),
  };
  const saved =
    known === null
      ? await records.paymentMethodRow.create({
          data: { id: newId('paymentMethod'), ...everyCardOf(accountId, payer), ...card, ...use },
        })
      : await records.paymentMethodRow.update({ where: { id: known.id, removedAt: null }, data: use });
  await recordAudit(records, {
    accountId,
    actor,
    action: 'payment_method.saved',
    subjectId: saved.id,
    after: auditable({ payer, brand: card.brand, last4: card.last4, consent, forLinkId }),
  });
  if (isFirst) await cardChangedWithin(records, { accountId, payer, updatedByIssuer: false });
  return saved;
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
