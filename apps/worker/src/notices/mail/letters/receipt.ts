import type { Fields } from '../fields.ts';
import type { Letter, LetterContext } from '../letter.ts';
import { cardWords, pageOf, walletWords } from '../nouns.ts';

export function receipt(fields: Fields, context: LetterContext): Letter {
  const amount = fields.amount('amount') ?? 'a payment';
  const wallet = walletWords(fields, context);
  const forAgency = context.audience === 'agency';
  // Whose card the agency pays with is not the buyer's to know; nor is an invoice that is made out to the agency.
  const isPayersOwn = forAgency || fields.text('payer') !== 'account';
  const card = isPayersOwn ? cardWords(fields) : null;
  const invoiceUrl = isPayersOwn ? fields.text('invoiceUrl') : null;
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
      { label: 'Invoice', value: isPayersOwn ? fields.text('invoiceNumber') : null },
      { label: 'Reference', value: fields.text('topUpId') },
    ],
    action: forAgency ? { label: 'See the wallet', url: pageOf(fields, context) } : invoiceLink(invoiceUrl),
    closing: forAgency && invoiceUrl !== null ? [`The invoice, marked as paid: ${invoiceUrl}`] : [],
  };
}

function invoiceLink(url: string | null): Letter['action'] {
  return url === null ? null : { label: 'See the invoice', url };
}
