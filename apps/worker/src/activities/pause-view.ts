import type { PauseFacts } from '@drawdown/ledger';
import type { PauseReason } from '@drawdown/shared/codes';
import { formatMoney } from '@drawdown/shared/money';
import { PAUSE_REASON_WORDS, RESOLVED_ONCE } from '../notices/words/pause-reason-words.ts';
import { count } from '../notices/words/time-words.ts';

/** What the workflow needs to know; safe to keep in its history: ids, codes and words. */
export type PauseView =
  | { state: 'over' }
  | {
      state: 'paused';
      accountId: string;
      buyerName: string;
      episodeId: string;
      /** ISO; reminders count from here. */
      pausedSince: string;
      codes: PauseReason[];
      /** One line for each open reason, oldest first. */
      reasons: string[];
      withheld: string;
      available: string;
      owed: string | null;
      resumesOnce: string;
    };

export type OpenPause = Extract<PauseView, { state: 'paused' }>;

/**
 * Paused as long as one open reason stops delivery. A reason that only waits for the wallet to run out is no pause yet:
 * the database turns it into one, and says so.
 */
export function pauseView(facts: PauseFacts | null): PauseView {
  if (!facts?.open.some(({ effect }) => effect === 'pause')) return { state: 'over' };
  const { accountId, buyerName, episode, open, withheld, available, exposure } = facts;
  const reasons = open.toSorted((a, b) => a.openedAt.getTime() - b.openedAt.getTime());
  const since = episode?.openedAt ?? reasons[0]?.openedAt ?? new Date();
  const codes = [...new Set(reasons.map(({ reason }) => reason))];
  return {
    state: 'paused',
    accountId,
    buyerName,
    episodeId: episode?.id ?? '',
    pausedSince: since.toISOString(),
    codes,
    reasons: reasons.map(reasonLine),
    withheld: `${count(withheld.leads, 'lead')}, worth ${formatMoney(withheld.value)}`,
    available: formatMoney(available),
    owed: exposure.amountMinor > 0n ? formatMoney(exposure) : null,
    resumesOnce: codes.map((code) => RESOLVED_ONCE[code]).join(', and '),
  };
}

function reasonLine({ reason, amount, note, chargeId, openedBy, openedAt, effect }: Reason): string {
  const parts = [
    `${PAUSE_REASON_WORDS[reason]}${amount ? ` (${formatMoney(amount)})` : ''}`,
    `since ${openedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
  ];
  if (openedBy && reason === 'manual') parts.push(`by ${openedBy}`);
  if (note) parts.push(`"${note}"`);
  if (chargeId) parts.push(chargeId);
  if (effect === 'pause_when_exhausted') parts.push('does not stop delivery before the wallet is used up');
  return parts.join(', ');
}

type Reason = PauseFacts['open'][number];
