import { refundFailureWords } from '@drawdown/shared/payments';
import type { Fields } from '../fields.ts';
import type { Letter, LetterContext } from '../letter.ts';
import { capitalized, cardWords, pageOf, walletWords } from '../nouns.ts';

/** A refund that did not arrive, or came back weeks later: where the money is now. */
export function refundFailed(fields: Fields, context: LetterContext): Letter {
  const amount = fields.amount('amount') ?? 'a refund';
  const card = cardWords(fields);
  const isWallet = fields.text('walletId') !== null;
  const where = isWallet
    ? `${amount} is in ${walletWords(fields, context)} again.`
    : `${amount} is in the Stripe balance again.`;
  const toAgency = context.audience === 'agency';
  return {
    subject: `Refund failed: ${amount} did not reach ${toAgency ? card : `your ${card}`}`,
    paragraphs: [
      fields.flag('wasPaidOut')
        ? `${amount} had been refunded to ${card}, and the bank has sent it back. ${refundFailureWords(fields.text('reason') ?? '')}`
        : `${amount} could not be refunded to ${card}. ${refundFailureWords(fields.text('reason') ?? '')}`,
      where,
    ],
    facts: [
      { label: 'Amount', value: fields.amount('amount') },
      { label: 'Card', value: capitalized(card) },
      { label: 'Reference', value: fields.text('refundId') },
      { label: 'Returned lead', value: fields.text('deliveryId') },
    ],
    action: toAgency && isWallet ? { label: 'See the wallet', url: pageOf(fields, context) } : null,
    closing: toAgency
      ? ['A refund goes back to the card that paid and to no other. To pay the money out, use another way.']
      : [`To have the money paid out in another way, ask ${context.accountName}.`],
  };
}
