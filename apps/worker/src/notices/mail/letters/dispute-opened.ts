import type { Fields } from '../fields.ts';
import type { Letter, LetterContext } from '../letter.ts';
import { capitalized, cardWords, pageOf, walletWords } from '../nouns.ts';

/** What the agency hears before the bank decides: of an inquiry, of the dispute, and of evidence that is due. */
export function disputeOpened(fields: Fields, context: LetterContext): Letter {
  switch (fields.text('about')) {
    case 'inquiry':
      return letterOf(fields, context, {
        subject: `A bank asks about ${sumOf(fields)} paid by ${cardWords(fields)}`,
        paragraphs: [
          `The bank of whoever paid ${sumOf(fields)} for ${walletWords(fields, context)} asks what the payment was for. No money has moved. Answered well, it often ends here; otherwise it becomes a dispute.`,
        ],
      });
    case 'reminder':
      return letterOf(fields, context, {
        subject: `Evidence is due soon: dispute of ${sumOf(fields)}`,
        paragraphs: [
          `Nothing has been submitted yet against the dispute of ${sumOf(fields)}. Without evidence by ${fields.timeWords('evidenceDueAt') ?? 'its date'} it is lost.`,
        ],
      });
    case 'fraud_warning':
      return fraudWarning(fields, context);
    default:
      return letterOf(fields, context, {
        subject: `Disputed: ${sumOf(fields)} paid by ${cardWords(fields)}`,
        paragraphs: [takenWords(fields, context), consequences(fields)].filter((text) => text !== ''),
      });
  }
}

function fraudWarning(fields: Fields, context: LetterContext): Letter {
  const advice = fields.flag('actionable')
    ? 'No money has moved. A refund now, as far as the credit is unspent, can prevent a dispute.'
    : 'The payment has been refunded or disputed already: there is nothing left to do about it.';
  return {
    subject: `Early fraud warning: ${sumOf(fields)} paid by ${cardWords(fields)}`,
    paragraphs: [
      `The bank that issued ${cardWords(fields)} takes the payment of ${sumOf(fields)} for ${walletWords(fields, context)} for fraud.`,
      advice,
    ],
    facts: [],
    action: { label: 'See the payment', url: pageOf(fields, context) },
    closing: [],
  };
}

type Words = { subject: string; paragraphs: string[] };

function letterOf(fields: Fields, context: LetterContext, { subject, paragraphs }: Words): Letter {
  return {
    subject,
    paragraphs,
    facts: [
      { label: 'What the payer says', value: fields.text('reason') },
      { label: 'Evidence is due', value: fields.timeWords('evidenceDueAt') },
      { label: 'Dispute at Stripe', value: fields.text('stripeDisputeId') },
    ],
    action: { label: 'See the dispute', url: context.page(`/disputes/${fields.text('disputeId') ?? ''}`) },
    closing: [
      'The list of leads that the payment paid for is on that page, as CSV. Evidence is submitted in Stripe.',
    ],
  };
}

function takenWords(fields: Fields, context: LetterContext): string {
  const wallet = walletWords(fields, context);
  const owed = fields.number('fromReceivableMinor') ?? 0;
  const taken = `${fields.amount('fromWallet') ?? 'Nothing'} left ${wallet}`;
  return owed === 0
    ? `${taken} until the bank decides.`
    : `${taken} until the bank decides. It did not have the rest: ${fields.amount('fromReceivable')} is owed, and the next credit pays it.`;
}

function consequences(fields: Fields): string {
  const paused = fields.list('pausedBuyers').flatMap((buyer) => buyer.text('name') ?? []);
  const rules = fields.number('suspendedRules') ?? 0;
  return [
    ...(paused.length === 0 ? [] : [`Delivery is paused: ${paused.join(', ')}.`]),
    ...(rules === 0 ? [] : ['The automatic top-up with this card is suspended.']),
  ].join(' ');
}

function sumOf(fields: Fields): string {
  return capitalized(fields.amount('amount') ?? 'a sum');
}
