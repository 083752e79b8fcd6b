import type { Letter, LetterContext } from '../letter.ts';
import { asHtml } from './as-html.ts';
import { asText } from './as-text.ts';

/** The same words as text and as HTML, signed with whom they come from. */
export function render(
  letter: Letter,
  context: LetterContext,
): { subject: string; text: string; html: string } {
  const footer = footerOf(context);
  // A line break in a name must not become a header of its own.
  const subject = letter.subject.replace(/\s+/g, ' ').trim();
  return { subject, text: asText(letter, footer), html: asHtml({ ...letter, subject }, footer) };
}

function footerOf({ accountName, audience, replyTo }: LetterContext): string {
  if (audience === 'agency') return `Drawdown, for ${accountName}.`;
  return replyTo === null
    ? `Sent by ${accountName}. Replies to this mail are not read; please use your usual contact there.`
    : `Sent by ${accountName}. Reply to this mail to reach them.`;
}
