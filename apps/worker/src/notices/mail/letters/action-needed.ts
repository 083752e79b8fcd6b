import type { Fields } from '../fields.ts';
import type { Letter, LetterContext } from '../letter.ts';
import { cardWords, pageOf, walletWords } from '../nouns.ts';

/** `recovery`: the page where the payer confirms this very payment; null for a reader who is not the payer. */
export function actionNeeded(
  fields: Fields,
  context: LetterContext,
  recovery: { url: string; expiresAt: string } | null,
): Letter {
  const amount = fields.amount('amount') ?? 'a payment';
  const toAgency = context.audience === 'agency';
  const payer = fields.text('payer') === 'account' || !toAgency ? 'You' : payerWords(fields);
  return {
    subject: `Please confirm: ${amount} for ${walletWords(fields, context)}`,
    paragraphs: [
      `The bank that issued ${cardWords(fields)} wants ${payer === 'You' ? 'you' : payer} to confirm a payment of ${amount} (3-D Secure). Nothing has been charged yet.`,
      recovery
        ? `${payer === 'You' ? 'Confirm it' : `Send this link to ${payer}, who confirms it`} on the page below. The link works once, until ${recovery.expiresAt}.`
        : `${payer} has been sent a link to confirm it.`,
      'Saving another card works too. Until then this payment is not tried again.',
    ],
    facts: [
      { label: 'Amount', value: fields.amount('amount') },
      { label: 'Card', value: cardWords(fields) },
    ],
    action: recovery
      ? { label: 'Confirm the payment', url: recovery.url }
      : { label: 'See the charge', url: pageOf(fields, context) },
    closing: recovery && toAgency ? [`The charge in Drawdown: ${pageOf(fields, context)}`] : [],
  };
}

function payerWords(fields: Fields): string {
  return fields.text('buyerName') ?? 'the buyer';
}
