import { count } from '../../words/time-words.ts';
import type { Fields } from '../fields.ts';
import type { Letter, LetterContext } from '../letter.ts';
import { capitalized, cardWords } from '../nouns.ts';

/** 60, 30 and 7 days ahead, once each. */
export function cardExpiring(fields: Fields, context: LetterContext): Letter {
  const card = cardWords(fields);
  const named = withOwner(card, fields, context);
  const buyerId = fields.text('buyerId');
  const days = fields.number('daysLeft');
  return {
    subject: `${named} expires ${days === null ? 'soon' : `within ${count(days, 'day')}`}`,
    paragraphs: [
      `${named} can be charged until ${expiryWords(fields)}. After that every charge to it is declined.`,
      fields.flag('autoTopUp')
        ? 'An automatic top-up pays with this card: it stops when the card does.'
        : 'Save another card before then, so that nothing is interrupted.',
    ],
    facts: [
      { label: 'Card', value: capitalized(card) },
      { label: 'Expires', value: expiryWords(fields) },
    ],
    action:
      context.audience === 'agency'
        ? {
            label: 'See the cards',
            url: context.page(buyerId === null ? '/account/cards' : `/buyers/${buyerId}`),
          }
        : null,
    closing:
      context.audience === 'agency'
        ? []
        : [
            `To save another card, ask ${context.accountName} for a link. Some banks renew a saved card by themselves.`,
          ],
  };
}

function withOwner(card: string, fields: Fields, { audience, accountName }: LetterContext): string {
  if (audience === 'buyer') return `Your ${card}`;
  const owner = fields.text('payer') === 'buyer' ? (fields.text('buyerName') ?? 'a buyer') : accountName;
  return `${capitalized(card)} (${owner})`;
}

function expiryWords(fields: Fields): string {
  const month = fields.number('expMonth');
  const year = fields.number('expYear');
  if (month === null || year === null || month < 1 || month > 12) return 'its expiry date';
  const name = new Intl.DateTimeFormat('en-US', { month: 'long', timeZone: 'UTC' });
  return `the end of ${name.format(new Date(Date.UTC(year, month - 1, 1)))} ${year}`;
}
