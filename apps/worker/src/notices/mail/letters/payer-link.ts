import type { Fields } from '../fields.ts';
import type { Letter, LetterContext } from '../letter.ts';

/** Sent because somebody of the agency asked for it. */
export function payerLink(fields: Fields, { accountName }: LetterContext): Letter {
  const { subject, request, label } = wordsOf(fields, accountName);
  const until = fields.timeWords('expiresAt');
  const url = fields.text('url');
  return {
    subject,
    paragraphs: [
      request,
      `No login is needed. The link works once${until === null ? '' : `, until ${until}`}.`,
      'Card details go to the payment provider alone; nobody here sees them.',
    ],
    facts: [{ label: 'Amount', value: fields.amount('amount') }],
    action: url === null ? null : { label, url },
    closing: [`If you did not expect this, ask ${accountName} before you use the link.`],
  };
}

function wordsOf(fields: Fields, accountName: string): { subject: string; request: string; label: string } {
  const amount = fields.amount('amount');
  switch (fields.text('kind')) {
    case 'pay':
      return {
        subject: `${accountName} asks you to ${amount === null ? 'add credit' : `pay ${amount}`}`,
        request: `${accountName} asks you to ${amount === null ? 'pay a sum of your choice' : `pay ${amount}`} into your wallet, which your leads are paid from.`,
        label: amount === null ? 'Add credit' : `Pay ${amount}`,
      };
    case 'authenticate':
      return {
        subject: `Please confirm a payment to ${accountName}`,
        request: `Your bank wants you to confirm a payment${amount === null ? '' : ` of ${amount}`} to ${accountName}.`,
        label: 'Confirm the payment',
      };
    default:
      return {
        subject: `${accountName} asks you to save a card`,
        request: `${accountName} asks you to save a card that your leads are paid with.`,
        label: 'Save a card',
      };
  }
}
