import { declineWords } from '@drawdown/shared/payments';
import { type Fields, fieldsOf } from '../fields.ts';
import type { Letter, LetterContext } from '../letter.ts';
import { capitalized, cardWords, pageOf, walletWords } from '../nouns.ts';

/** The first card was declined, and the backup card has paid at once: nothing failed, and yet there is something to do. */
export function paidByBackup(fields: Fields, context: LetterContext): Letter {
  const amount = fields.amount('amount') ?? 'a charge';
  const toAgency = context.audience === 'agency';
  const card = cardWords(fields);
  const backup = cardWords(backupOf(fields));
  return {
    subject: toAgency
      ? `Card declined, backup card charged: ${amount} for ${walletWords(fields, context)}`
      : `${context.accountName} has charged your backup card: ${amount}`,
    paragraphs: [
      `${amount} could not be charged to ${toAgency ? card : `your ${card}`}. ${declineWords(fields.text('declineCode') ?? 'card_declined').message}`,
      `The backup card, ${backup}, has paid it: nobody is paused, and no leads are withheld.`,
      comingWords(fields, card),
    ],
    facts: [
      { label: 'Amount', value: fields.amount('amount') },
      { label: 'Declined', value: capitalized(card) },
      { label: 'Paid by', value: capitalized(backup) },
      { label: 'Not charged before', value: fields.timeWords('blockedUntil') },
    ],
    action: toAgency ? { label: 'See the cards', url: pageOf(fields, context) } : null,
    closing: toAgency
      ? ['This mail is sent once, until the card that was declined pays again.']
      : [`To give another card, ask ${context.accountName} for a link.`],
  };
}

function comingWords(fields: Fields, card: string): string {
  const blockedUntil = fields.timeWords('blockedUntil');
  if (blockedUntil === null)
    return `The next charge is asked of ${card} first again. Make another card the default if it will not pay.`;
  const refill = fields.text('autoTopUp') === 'on' ? ': until then no automatic top-up starts' : '';
  return `${capitalized(card)} is not charged before ${blockedUntil}. Make another card the default${refill}.`;
}

function backupOf(fields: Fields): Fields {
  return fieldsOf({ brand: fields.text('paidByBrand'), last4: fields.text('paidByLast4') });
}

/** Whether a decline was told of only after the backup card had paid. */
export function isPaidByBackup(fields: Fields): boolean {
  return fields.text('paidByBrand') !== null || fields.text('paidByLast4') !== null;
}
