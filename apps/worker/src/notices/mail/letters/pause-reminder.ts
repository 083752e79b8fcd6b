import type { OpenPause } from '../../../activities/pause-view.ts';
import { count } from '../../words/time-words.ts';
import type { Fields } from '../fields.ts';
import type { Letter, LetterContext } from '../letter.ts';

const DAY_MS = 24 * 3600 * 1000;

/** Says what is true when it is written, not when it fell due. */
export function pauseReminder(
  fields: Fields,
  context: LetterContext,
  { pause, now }: { pause: OpenPause; now: Date },
): Letter {
  const days = count(
    Math.max(1, Math.floor((now.getTime() - Date.parse(pause.pausedSince)) / DAY_MS)),
    'day',
  );
  const toAgency = context.audience === 'agency';
  const buyerId = fields.text('buyerId');
  return {
    subject: toAgency
      ? `${pause.buyerName} has been paused for ${days}`
      : `You receive no leads from ${context.accountName}: paused for ${days}`,
    paragraphs: [
      toAgency
        ? `${pause.buyerName} has received no leads for ${days}.`
        : `You have received no leads from ${context.accountName} for ${days}.`,
      ...(toAgency ? pause.reasons.map((reason) => `${reason}.`) : []),
      `Delivery resumes once ${pause.resumesOnce}.`,
    ],
    facts: [
      { label: 'Leads withheld', value: pause.withheld },
      { label: 'In the wallet', value: pause.available },
      { label: 'Owed for leads on trust', value: pause.owed },
    ],
    action:
      toAgency && buyerId !== null
        ? { label: `Open ${pause.buyerName}`, url: context.page(`/buyers/${buyerId}`) }
        : null,
    closing: toAgency ? [] : [`To settle it, ask ${context.accountName} for a payment link.`],
  };
}
