import { SEARCH_ATTRIBUTES } from '@drawdown/shared/workflows';
import {
  defineSearchAttributeKey,
  SearchAttributeType,
  type SearchAttributeUpdatePair,
} from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { OpenTopUp } from '../../activities/top-up-facts.ts';

/** What the process is at, as operators filter for it. */
export type FlowState =
  | 'charging'
  | 'crediting'
  | 'processing'
  | 'requires_action'
  | 'unknown'
  | 'succeeded'
  | 'declined'
  | 'canceled';

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

type Step = { flowState: FlowState; words: string; failureCode?: string; lookAt?: Date };

/** Shows a step in the Temporal UI: details in plain words, and what it can be found by. */
export function show(facts: OpenTopUp | undefined, step: Step): void {
  const heading = facts
    ? `**${facts.words.amount}** for ${facts.words.wallet}, from ${facts.words.card}`
    : 'Top-up';
  const next = step.lookAt ? `\n\nNext look at Stripe: ${timeWords(step.lookAt)}` : '';
  setCurrentDetails(`${heading}\n\n${step.words}${next}`);
  const attributes: SearchAttributeUpdatePair[] = [
    { key: flowStateKey, value: step.flowState },
    { key: nextAttemptKey, value: step.lookAt ?? null },
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
