import type { ChargeOutcome } from '@drawdown/shared/payments';
import type { TopUpInput } from '@drawdown/shared/workflows';
import type { AttemptRef, OpenTopUp } from '../../activities/top-up-facts.ts';
import type { Conversation } from './conversation.ts';

/** What every step of one top-up shares. */
export type Flow = { input: TopUpInput; facts: OpenTopUp; conversation: Conversation };

/** What Stripe has said for certain. */
export type KnownOutcome = Exclude<ChargeOutcome, { outcome: 'unknown' }>;

export function attemptOf({ input, facts }: Flow): AttemptRef {
  return { topUpId: input.topUpId, chargeId: facts.chargeId, attempt: facts.attempt };
}
