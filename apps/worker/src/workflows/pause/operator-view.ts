import { SEARCH_ATTRIBUTES } from '@drawdown/shared/workflows';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { OpenPause } from '../../activities/pause-view.ts';

const flowStateKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.flowState, SearchAttributeType.KEYWORD);
const pauseReasonKey = defineSearchAttributeKey(
  SEARCH_ATTRIBUTES.pauseReason,
  SearchAttributeType.KEYWORD_LIST,
);

/** Shows in the Temporal UI why the buyer receives no leads, what ends it, and what happens next. */
export function showPaused(pause: OpenPause, nextReminderAt: Date): void {
  const { buyerName, reasons, withheld, available, owed, resumesOnce, codes } = pause;
  const lines = [
    `**${buyerName}** receives no leads since ${utc(new Date(pause.pausedSince))}.`,
    reasons.map((reason) => `- ${reason}`).join('\n'),
    `Delivery resumes once ${resumesOnce}.`,
    `Leads withheld so far: ${withheld}. In the wallet: ${available}.${owed ? ` Owed for leads on trust: ${owed}.` : ''} (As of ${utc(new Date())}.)`,
    `Next reminder: ${utc(nextReminderAt)}`,
  ];
  setCurrentDetails(lines.join('\n\n'));
  upsertSearchAttributes([
    { key: flowStateKey, value: 'paused' },
    { key: pauseReasonKey, value: codes },
  ]);
}

/** Nothing is open any more, or nothing ever was. */
export function showEnded(last: OpenPause | null): void {
  setCurrentDetails(
    last
      ? `**${last.buyerName}** receives leads again. It was paused from ${utc(new Date(last.pausedSince))} to ${utc(new Date())}; leads withheld: ${last.withheld}.`
      : 'Nothing to do: no reason was open.',
  );
  upsertSearchAttributes([
    { key: flowStateKey, value: 'resumed' },
    { key: pauseReasonKey, value: null },
  ]);
}

/** Somebody canceled the process; that says nothing about the pause, which stands in the database. */
export function showCanceled(last: OpenPause | null): void {
  setCurrentDetails(
    `This workflow was canceled in Temporal. ${last?.buyerName ?? 'The buyer'} stays paused: a sweep starts the workflow again within minutes. To resume delivery use the update "resolve", or "Resume" on the buyer's page.`,
  );
  upsertSearchAttributes([{ key: flowStateKey, value: 'canceled' }]);
}

function utc(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
