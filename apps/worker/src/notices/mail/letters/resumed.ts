import type { PauseFacts } from '@drawdown/ledger';
import { formatMoney } from '@drawdown/shared/money';
import { durationWords } from '../../words/time-words.ts';
import type { Fields } from '../fields.ts';
import type { Letter, LetterContext } from '../letter.ts';
import { pageOf } from '../nouns.ts';

const BECAUSE: Readonly<Record<string, string>> = {
  paid: 'The charge has been paid.',
  funded: 'The wallet has been funded.',
  paid_outside: 'The charge was marked as paid outside.',
  written_off: 'The charge was written off.',
  lifted: 'The pause was lifted by hand.',
  gone: 'Its reason is gone.',
};

/** `withheld`: what the pause has cost; null where nobody knows. */
export function resumed(
  fields: Fields,
  context: LetterContext,
  withheld: PauseFacts['withheld'] | null,
): Letter {
  const toAgency = context.audience === 'agency';
  const buyerName = fields.text('buyerName') ?? 'The buyer';
  const because = BECAUSE[fields.text('closedAs') ?? ''] ?? 'Every reason has been resolved.';
  return {
    subject: toAgency
      ? `${buyerName} receives leads again`
      : `You receive leads from ${context.accountName} again`,
    paragraphs: [because, 'Delivery has resumed. Nothing more has to be done.'],
    facts: [
      { label: 'Paused for', value: lasted(fields) },
      {
        label: 'Leads withheld',
        value: withheld && `${withheld.leads}, worth ${formatMoney(withheld.value)}`,
      },
    ],
    action: toAgency ? { label: `Open ${buyerName}`, url: pageOf(fields, context) } : null,
    closing: [],
  };
}

function lasted(fields: Fields): string | null {
  const from = fields.time('pausedAt');
  const to = fields.time('resumedAt');
  return from && to ? durationWords(to.getTime() - from.getTime()) : null;
}
