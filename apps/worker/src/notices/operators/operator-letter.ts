import type { PlatformFlag, PlatformNotice } from '@drawdown/ledger';
import type { Letter } from '../mail/letter.ts';
import { durationWords, timeWords } from '../words/time-words.ts';

/** What operators read of an episode: once when it begins, once when it is over. */
export function operatorLetter({ flag, news }: PlatformNotice): Letter {
  const { subject, paragraphs } = news === 'opened' ? opened(flag) : closed(flag);
  const { openedAt, closedAt } = flag;
  return {
    subject,
    paragraphs,
    facts: [
      { label: 'Since', value: timeWords(openedAt) },
      { label: 'Until', value: closedAt && timeWords(closedAt) },
      { label: 'Lasted', value: closedAt && durationWords(closedAt.getTime() - openedAt.getTime()) },
      { label: 'Seen', value: flag.detail },
    ],
    action: null,
    closing: [],
  };
}

type Words = Pick<Letter, 'subject' | 'paragraphs'>;

function opened({ kind }: PlatformFlag): Words {
  switch (kind) {
    case 'charging_stopped':
      return {
        subject: 'All charging is stopped: Stripe refuses our requests',
        paragraphs: [
          'Stripe refuses this installation, not a card: the key is wrong or lacks a permission, or the account may not charge. Nobody is charged, and nobody is paused for it.',
          'Set this right at Stripe, or set STRIPE_SECRET_KEY of the API and of every worker and restart them. Stripe is tried again by itself, at least every ten minutes; then every charge that waits goes on, once.',
        ],
      };
    case 'outcomes_unknown':
      return {
        subject: 'Stripe has not said for 15 minutes what became of charges',
        paragraphs: [
          'These charges are neither failed nor done. Each is looked up until Stripe answers, and none is made twice. Nobody is paused for it.',
          'Look at Stripe’s status page and at the connection of the workers to Stripe.',
        ],
      };
  }
}

function closed({ kind }: PlatformFlag): Words {
  switch (kind) {
    case 'charging_stopped':
      return {
        subject: 'Charging goes on: Stripe accepts our requests again',
        paragraphs: ['All charging had been stopped. The charges that waited go on by themselves.'],
      };
    case 'outcomes_unknown':
      return {
        subject: 'It is known again what became of every charge',
        paragraphs: ['Stripe has answered about every charge that had been unknown for 15 minutes or more.'],
      };
  }
}
