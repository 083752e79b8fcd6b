import { SEARCH_ATTRIBUTES } from '@drawdown/shared/workflows';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { DisputeView } from '../../activities/dispute-view.ts';

const flowStateKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.flowState, SearchAttributeType.KEYWORD);

/** Shows in the Temporal UI what is disputed, what it took, and what it waits for. */
export function show(view: DisputeView, nextLookAt: Date | null): void {
  const lines = [
    `**${view.words}**, of which ${view.amount} is disputed.`,
    takenWords(view),
    stateWords(view),
    ...(view.paused.length === 0 ? [] : [`Receive no leads because of it: ${view.paused.join(', ')}.`]),
    ...(nextLookAt === null ? [] : [`Looks at Stripe again at ${utc(nextLookAt)}, or when Stripe tells.`]),
  ];
  setCurrentDetails(lines.join('\n\n'));
  upsertSearchAttributes([{ key: flowStateKey, value: view.status }]);
}

/** Somebody canceled the process; that says nothing about the dispute. */
export function showCanceled(): void {
  setCurrentDetails(
    'This workflow was canceled in Temporal. The dispute goes on at the bank: a sweep starts the workflow again within minutes.',
  );
  upsertSearchAttributes([{ key: flowStateKey, value: 'canceled' }]);
}

/** One sentence: what it waits for, or how it ended. */
export function stateWords({ status, evidenceDueAt, evidenceSubmitted }: DisputeView): string {
  const due = evidenceDueAt === null ? '' : ` by ${utc(new Date(evidenceDueAt))}`;
  switch (status) {
    case 'inquiry':
      return evidenceSubmitted
        ? 'The bank only asks; it was answered. No money has moved.'
        : `The bank only asks; no money has moved. Answer it in Stripe${due}.`;
    case 'needs_response':
      return evidenceSubmitted
        ? 'Evidence was submitted; the bank decides.'
        : `Evidence has to be submitted in Stripe${due}.`;
    case 'under_review':
      return 'Evidence was submitted; the bank decides.';
    case 'won':
      return 'Won: everything was given back.';
    case 'lost':
      return 'Lost: what was taken stays taken.';
    case 'inquiry_closed':
      return 'The inquiry was closed; no money has moved.';
  }
}

function takenWords({ fromWallet, fromReceivable, fee }: DisputeView): string {
  const owed = fromReceivable === null ? '' : `, ${fromReceivable} is owed for it`;
  return `Taken from the wallet: ${fromWallet}${owed}.${fee === null ? '' : ` Stripe's fee: ${fee}.`}`;
}

export function utc(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
