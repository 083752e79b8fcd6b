import type { Fields } from '../fields.ts';
import type { Letter, LetterContext } from '../letter.ts';
import { cardWords, pageOf, walletWords } from '../nouns.ts';

export function receipt(fields: Fields, context: LetterContext): Letter {
  const amount = fields.amount('amount') ?? 'a payment';
  const wallet = walletWords(fields, context);
  // Whose card the agency pays with is not the buyer's to know.
  const card = context.audience === 'buyer' && fields.text('payer') === 'account' ? null : cardWords(fields);
  const how = fields.text('trigger') === 'auto' ? 'by the automatic top-up' : 'as asked for';
  return {
    subject: `Receipt: ${amount} for ${wallet}`,
    paragraphs: [
      card === null
        ? `${amount} was credited to ${wallet}, ${how}.`
        : `${amount} was charged to ${card}, ${how}, and credited to ${wallet}.`,
    ],
    facts: [
      { label: 'Amount', value: fields.amount('amount') },
      { label: 'Card', value: card },
      { label: 'Date', value: fields.timeWords('paidAt') },
      { label: 'Balance after it', value: fields.amount('balance') },
      { label: 'Reference', value: fields.text('topUpId') },
    ],
    action: context.audience === 'agency' ? { label: 'See the wallet', url: pageOf(fields, context) } : null,
    closing: [],
  };
}
