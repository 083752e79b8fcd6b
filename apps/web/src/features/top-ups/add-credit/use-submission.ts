import type { TopUpResource } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import { useEffect, useRef, useState } from 'react';
import { newIdempotencyKey } from '../../../http/idempotency-key.ts';
import { verdictOf } from '../../../http/verdict-of.ts';
import { createTopUp } from '../api/create-top-up.ts';
import type { FundingPlan } from './funding-plan.ts';
import { actText, requestOf } from './funding-plan.ts';
import type { UnresolvedSubmission } from './unresolved-submission.ts';
import { forget, recall, remember } from './unresolved-submission.ts';

export type SubmissionState =
  | { phase: 'editing'; refusal: unknown }
  | { phase: 'sending'; submission: UnresolvedSubmission }
  | { phase: 'checking'; submission: UnresolvedSubmission }
  | { phase: 'lost'; submission: UnresolvedSubmission }
  | { phase: 'answered'; topUp: TopUpResource };

type Options = {
  walletId: string;
  onAnswer: (topUp: TopUpResource) => void;
  retryDelaysMs?: readonly number[];
};

const RETRY_DELAYS_MS = [1_000, 2_000, 4_000, 8_000];

/**
 * Sends a confirmed top-up until its answer is known. The key is made when the dialog opens and changes only after a
 * definite answer, so that a second click, a lost answer, or a reload asks about the same top-up again.
 */
export function useSubmission({ walletId, onAnswer, retryDelaysMs = RETRY_DELAYS_MS }: Options) {
  const [state, setState] = useState<SubmissionState>(() => firstState(walletId));
  const key = useRef(newIdempotencyKey());
  const underway = useRef(false);
  const mounted = useRef(true);

  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);

  function settle(next: SubmissionState) {
    underway.current = false;
    forget(walletId);
    key.current = newIdempotencyKey();
    setState(next);
    if (next.phase === 'answered') onAnswer(next.topUp);
  }

  async function send(submission: UnresolvedSubmission, phase: 'sending' | 'checking') {
    if (underway.current) return;
    underway.current = true;
    remember(submission);
    setState({ phase, submission });

    for (let tries = 0; mounted.current; tries += 1) {
      try {
        return settle({ phase: 'answered', topUp: await createTopUp(submission) });
      } catch (error) {
        const verdict = verdictOf(error);
        const asksAgain = tries > 0 || phase === 'checking';
        if (verdict === 'refused') return settle({ phase: 'editing', refusal: error });
        if (verdict === 'not_signed_in' && !asksAgain) return settle({ phase: 'editing', refusal: error });
        if (verdict === 'not_signed_in') {
          underway.current = false;
          return setState({ phase: 'lost', submission });
        }
        setState({ phase: 'checking', submission });
        await wait(retryDelaysMs[Math.min(tries, retryDelaysMs.length - 1)] ?? 1_000);
      }
    }
    underway.current = false;
  }

  return {
    state,
    confirm: (plan: FundingPlan, amount: MoneyJson) =>
      send(
        {
          walletId,
          idempotencyKey: key.current,
          body: requestOf(plan, amount),
          act: actText(plan, amount),
          sentAt: Date.now(),
        },
        'sending',
      ),
    check: () => (state.phase === 'lost' ? send(state.submission, 'checking') : undefined),
    discard: () => settle({ phase: 'editing', refusal: null }),
    /** Called when the dialog opens: what is still without an answer stays. */
    begin: () => {
      if (state.phase === 'editing' || state.phase === 'answered')
        settle({ phase: 'editing', refusal: null });
    },
  };
}

export type Submission = ReturnType<typeof useSubmission>;

function firstState(walletId: string): SubmissionState {
  const unresolved = recall(walletId);
  return unresolved ? { phase: 'lost', submission: unresolved } : { phase: 'editing', refusal: null };
}

function wait(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
