import { SEARCH_ATTRIBUTES } from '@drawdown/shared/workflows';
import {
  defineSearchAttributeKey,
  SearchAttributeType,
  type SearchAttributeUpdatePair,
} from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';

const flowStateKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.flowState, SearchAttributeType.KEYWORD);
const failureCodeKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.failureCode, SearchAttributeType.KEYWORD);
const nextAttemptKey = defineSearchAttributeKey(
  SEARCH_ATTRIBUTES.nextAttemptAt,
  SearchAttributeType.DATETIME,
);
const paymentIntentKey = defineSearchAttributeKey(
  SEARCH_ATTRIBUTES.stripePaymentIntentId,
  SearchAttributeType.KEYWORD,
);

export type Step = {
  /** What the process is at, as operators filter for it. */
  flowState: string;
  words: string;
  failureCode?: string;
  /** When something happens by itself, and what. */
  next?: { at: Date; words: string };
};

/** Shows a step in the Temporal UI: details in plain words, and what it can be found by. */
export function show(heading: string, step: Step): void {
  const next = step.next ? `\n\n${step.next.words}: ${timeWords(step.next.at)}` : '';
  setCurrentDetails(`${heading}\n\n${step.words}${next}`);
  const attributes: SearchAttributeUpdatePair[] = [
    { key: flowStateKey, value: step.flowState },
    { key: nextAttemptKey, value: step.next?.at ?? null },
  ];
  if (step.failureCode !== undefined) attributes.push({ key: failureCodeKey, value: step.failureCode });
  upsertSearchAttributes(attributes);
}

export function showPaymentIntent(paymentIntentId: string): void {
  upsertSearchAttributes([{ key: paymentIntentKey, value: paymentIntentId }]);
}

export function timeWords(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** As in "Tuesday 2026-11-24 10:00 UTC". */
export function dayAndTimeWords(time: Date): string {
  return `${DAYS[time.getUTCDay()]} ${timeWords(time)}`;
}
