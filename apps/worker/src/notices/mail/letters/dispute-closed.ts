import type { Fields } from '../fields.ts';
import type { Letter, LetterContext } from '../letter.ts';
import { cardWords, walletWords } from '../nouns.ts';

/** How the bank decided, and what that means for the wallet. */
export function disputeClosed(fields: Fields, context: LetterContext): Letter {
  const { subject, text } = wordsOf(fields, context);
  return {
    subject,
    paragraphs: [text],
    facts: [
      { label: 'Payment', value: cardWords(fields) },
      { label: 'Dispute at Stripe', value: fields.text('stripeDisputeId') },
    ],
    action: { label: 'See the dispute', url: context.page(`/disputes/${fields.text('disputeId') ?? ''}`) },
    closing: [],
  };
}

function wordsOf(fields: Fields, context: LetterContext): { subject: string; text: string } {
  const sum = fields.amount('amount') ?? 'the sum';
  const wallet = walletWords(fields, context);
  const wasTaken = fields.flag('wasTaken');
  switch (fields.text('verdict')) {
    case 'won':
      return {
        subject: `Dispute won: ${sum}`,
        text: wasTaken
          ? `${sum} is back in ${wallet}; what was still owed for it is settled.`
          : `The bank decided for you before the dispute reached the wallet: nothing has moved there.`,
      };
    case 'lost':
      return {
        subject: `Dispute lost: ${sum}`,
        text:
          (fields.number('fromReceivableMinor') ?? 0) > 0
            ? `What was taken stays taken. Of it ${fields.amount('fromReceivable')} became owed; whoever was paused for it receives leads again once that is paid.`
            : `What was taken from ${wallet} stays taken. Nothing is owed for it.`,
      };
    default:
      return {
        subject: `Inquiry closed: ${sum}`,
        text: 'The bank’s inquiry has ended without a dispute. No money has moved.',
      };
  }
}
