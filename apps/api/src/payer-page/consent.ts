import type { PayerLink } from '@drawdown/ledger';
import { fieldProblem } from '../http/problem.ts';

/** What a payer agrees to when it saves a card; shown on the page, and kept with the card. */
export function consentText({ accountName }: PayerLink): string {
  return `I agree that ${accountName} saves this card and charges it for lead credit as agreed with me.`;
}

/** Only the very words that were shown can have been agreed to. @throws ProblemError */
export function requireShownConsent(link: PayerLink, text: string): void {
  if (text !== consentText(link))
    throw fieldProblem('validation_failed', 'consent.text', 'is not what this page shows; load it again');
}
