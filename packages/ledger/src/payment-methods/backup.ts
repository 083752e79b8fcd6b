import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import type { Records } from '../database/connection.ts';
import { cardsOf, lockCards } from './lock-cards.ts';
import { toPaymentMethod } from './read.ts';
import type { Payer, SetBackupResult } from './types.ts';

type Backup = { accountId: string; payer: Payer; paymentMethodId: string | null; consentText: string };

export async function setBackupCard(
  records: Records,
  { accountId, payer, paymentMethodId, consentText }: Backup,
  actor: Actor,
): Promise<SetBackupResult> {
  await lockCards(records, accountId, payer);
  const cards = cardsOf(accountId, payer);
  const card =
    paymentMethodId === null
      ? null
      : await records.paymentMethodRow.findFirst({ where: { ...cards, id: paymentMethodId } });
  if (card === null && paymentMethodId !== null) return { outcome: 'payment_method_not_found' };
  if (card?.isDefault) return { outcome: 'is_default' };
  const before = await records.paymentMethodRow.findFirst({ where: { ...cards, isBackup: true } });
  await records.paymentMethodRow.updateMany({
    where: { ...cards, isBackup: true },
    data: { isBackup: false },
  });
  const saved =
    card &&
    (await records.paymentMethodRow.update({
      where: { id: card.id },
      data: { isBackup: true, consentText, consentBy: actor.label, consentAt: new Date() },
    }));
  await recordAudit(records, {
    accountId,
    actor,
    action: 'payment_method.backup_changed',
    subjectId: saved?.id ?? before?.id ?? accountId,
    before: auditable({ payer, paymentMethodId: before?.id ?? null }),
    after: auditable({ payer, paymentMethodId, ...(saved && { consentText }) }),
  });
  return { outcome: 'saved', paymentMethod: saved && toPaymentMethod(saved) };
}
