import type { Fields } from '../fields.ts';
import type { Letter, LetterContext } from '../letter.ts';
import { pageOf, walletWords } from '../nouns.ts';

/** Once for each time that a rule finds no card which it may charge. */
export function autoTopUpStopped(fields: Fields, context: LetterContext): Letter {
  const wallet = walletWords(fields, context);
  const toAgency = context.audience === 'agency';
  return {
    subject: toAgency
      ? `Automatic top-up stopped: no card for ${wallet}`
      : `${context.accountName} cannot refill your wallet: no card`,
    paragraphs: [
      fields.text('because') === 'card_refused'
        ? `The automatic top-up of ${wallet} is due, but the default card was refused by its bank and is not charged for now. It goes on by itself once another card is the default.`
        : `There is no card that the automatic top-up of ${wallet} could charge. It goes on by itself once there is one.`,
      'Leads are delivered as long as the balance lasts.',
    ],
    facts: [],
    action: toAgency ? { label: 'See the cards', url: pageOf(fields, context) } : null,
    closing: toAgency ? [] : [`To give another card, ask ${context.accountName} for a link.`],
  };
}
