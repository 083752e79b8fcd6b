import type { Fields } from '../fields.ts';
import type { Letter, LetterContext } from '../letter.ts';
import { capitalized, pageOf, walletWords } from '../nouns.ts';

/** Once for each time the balance falls to its limit. */
export function lowBalance(fields: Fields, context: LetterContext): Letter {
  const wallet = walletWords(fields, context);
  const left = fields.amount('available') ?? 'little';
  return {
    subject: `Low balance: ${left} left in ${wallet}`,
    paragraphs: [
      `${capitalized(wallet)} has ${left} left. Leads that it cannot pay for are not delivered.`,
      autoTopUpWords(fields.text('autoTopUp')),
    ],
    facts: [
      { label: 'Available', value: fields.amount('available') },
      { label: 'You are told at', value: fields.amount('lowBalance') },
      { label: 'Since', value: fields.timeWords('since') },
    ],
    action: context.audience === 'agency' ? { label: 'Add credit', url: pageOf(fields, context) } : null,
    closing:
      context.audience === 'agency' ? [] : [`To add credit, ask ${context.accountName} for a payment link.`],
  };
}

/** The other end of it: told only to who was told that the balance was low. */
export function balanceRecovered(fields: Fields, context: LetterContext): Letter {
  const wallet = walletWords(fields, context);
  const available = fields.amount('available') ?? 'enough';
  return {
    subject: `Balance restored: ${available} in ${wallet}`,
    paragraphs: [`${capitalized(wallet)} has ${available} again. Nothing more has to be done.`],
    facts: [
      { label: 'Available', value: fields.amount('available') },
      { label: 'You are told at', value: fields.amount('lowBalance') },
    ],
    action: context.audience === 'agency' ? { label: 'See the wallet', url: pageOf(fields, context) } : null,
    closing: [],
  };
}

function autoTopUpWords(state: string | null): string {
  switch (state) {
    case 'on':
      return 'The automatic top-up is on: it refills the wallet at its own threshold.';
    case 'suspended':
      return 'The automatic top-up is suspended, so that nothing refills the wallet by itself.';
    default:
      return 'The automatic top-up is off: add credit so that delivery goes on.';
  }
}
