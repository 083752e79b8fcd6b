import { declineWords } from '@drawdown/shared/payments';
import { count } from '../../words/time-words.ts';
import type { Fields } from '../fields.ts';
import type { Letter, LetterContext } from '../letter.ts';
import { capitalized, cardWords, pageOf, walletWords } from '../nouns.ts';

const NAMES_AT_MOST = 20;

/** One for each incident of a card, however many charges and buyers it concerns. */
export function chargeDeclined(fields: Fields, context: LetterContext): Letter {
  const amount = fields.amount('amount') ?? 'a charge';
  const { message, nextStep } = declineWords(fields.text('declineCode') ?? 'card_declined');
  const card = cardWords(fields);
  const toAgency = context.audience === 'agency';
  const retryAt = fields.text('next') === 'needs_card' ? null : fields.timeWords('nextAttemptAt');
  const buyers = fields.list('affectedBuyers');
  return {
    subject: toAgency
      ? `Card declined: ${amount} for ${walletWords(fields, context)}${buyers.length > 1 ? `, ${count(buyers.length, 'buyer')} affected` : ''}`
      : `${context.accountName} could not charge your card: ${amount}`,
    paragraphs: [
      `${amount} could not be charged to ${toAgency ? card : `your ${card}`}. ${message}`,
      retryAt === null
        ? `This card is not tried again. ${nextStep}`
        : `The charge is tried again on ${retryAt}. Another card settles it at once.`,
      ...(toAgency ? consequences(fields, buyers) : []),
    ],
    facts: [
      { label: 'Amount', value: fields.amount('amount') },
      { label: 'Card', value: capitalized(card) },
      { label: 'For', value: capitalized(walletWords(fields, context)) },
      { label: 'Next attempt', value: retryAt },
    ],
    action: toAgency ? { label: 'See the charge and what to do', url: pageOf(fields, context) } : null,
    closing: toAgency
      ? ['This mail is sent once, however often the card is declined until this is resolved.']
      : [`To pay with another card, ask ${context.accountName} for a link.`],
  };
}

function consequences(fields: Fields, buyers: Fields[]): string[] {
  const nameOf = (buyer: Fields) => buyer.text('name') ?? buyer.text('buyerId') ?? 'a buyer';
  const paused = buyers.filter((buyer) => buyer.flag('paused')).map(nameOf);
  const going = buyers.filter((buyer) => !buyer.flag('paused')).map(nameOf);
  const lines: string[] = [];
  if (paused.length > 0) lines.push(`Paused, receiving no leads until this is resolved: ${names(paused)}.`);
  if (going.length > 0) lines.push(`Affected, still receiving leads: ${names(going)}.`);
  if (fields.flag('autoTopUpSuspended'))
    lines.push(
      'The automatic top-up is suspended until a payment succeeds or another card becomes the default.',
    );
  return lines;
}

function names(all: string[]): string {
  const shown = all.slice(0, NAMES_AT_MOST).join(', ');
  return all.length > NAMES_AT_MOST ? `${shown} and ${all.length - NAMES_AT_MOST} more` : shown;
}
