import { classifyDecline } from './decline-class.ts';
import type { Decline } from './outcome.ts';

/** What Stripe and the network noted about a failed charge beside its code (`charge.outcome`). */
export type NetworkOutcome = {
  /** `blocked`: Stripe stopped it before it reached the bank. */
  type: string | null;
  reason: string | null;
  adviceCode: string | null;
  /** Two digits, as Mastercard gives them. */
  networkAdviceCode: string | null;
};

/** Why Stripe stops a charge, and would stop the next one on the same card. */
const LASTING_REASONS: ReadonlySet<string> = new Set([
  'highest_risk_level',
  'previously_declined_do_not_retry',
  'rule',
]);

const ADVICE_BY_NETWORK_CODE: ReadonlyMap<string, string> = new Map([
  ['01', 'confirm_card_data'],
  ['02', 'try_again_later'],
  ['03', 'do_not_try_again'],
  ['21', 'do_not_try_again'],
]);

/** A network's advice in Stripe's words; null where it has none or gives one that is not known. */
export function adviceOfNetwork(networkAdviceCode: string | null | undefined): string | null {
  return ADVICE_BY_NETWORK_CODE.get(networkAdviceCode ?? '') ?? null;
}

/**
 * The decline with what its charge's outcome adds: the code under which the block is known where the charge never
 * reached the bank, and the advice where the decline carried none. A code that forbids another try stays.
 */
export function withNetworkOutcome(decline: Decline, outcome: NetworkOutcome): Decline {
  const adviceCode = decline.adviceCode ?? outcome.adviceCode ?? adviceOfNetwork(outcome.networkAdviceCode);
  return { ...decline, adviceCode, code: codeOf(decline, outcome) };
}

function codeOf(decline: Decline, { type, reason }: NetworkOutcome): string {
  const isHardAlready = classifyDecline({ code: decline.code, adviceCode: null }) === 'hard';
  if (isHardAlready) return decline.code;
  if (reason !== null && LASTING_REASONS.has(reason)) return reason;
  return type === 'blocked' ? 'blocked' : decline.code;
}
