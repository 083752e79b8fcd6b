import type { TestCard } from '../cards/catalogue.ts';
import type { Decline } from '../cards/declines.ts';
import type { ChargeOutcome } from '../objects.ts';

/** What Mastercard says with two digits. */
const NETWORK_ADVICE = { confirm_card_data: '01', try_again_later: '02', do_not_try_again: '03' } as const;

/** `charge.outcome` of a charge that went through. */
export function approvedOutcome(kind: TestCard): ChargeOutcome {
  const elevated = kind.risk === 'elevated';
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: 'approved_by_network',
    reason: elevated ? 'elevated_risk_level' : null,
    risk_level: elevated ? 'elevated' : 'normal',
    risk_score: elevated ? 70 : 12,
    seller_message: elevated
      ? 'Stripe evaluated this payment as having elevated risk, and placed it in your manual review queue.'
      : 'Payment complete.',
    type: elevated ? 'manual_review' : 'authorized',
  };
}

/** `charge.outcome` of a decline: stopped before the network, or refused by the bank. */
export function declinedOutcome(decline: Decline): ChargeOutcome {
  const blocked = decline.blockedReason !== undefined;
  return {
    advice_code: decline.adviceCode ?? null,
    network_advice_code: decline.adviceCode === undefined ? null : NETWORK_ADVICE[decline.adviceCode],
    network_decline_code: decline.networkDeclineCode ?? null,
    network_status: blocked ? 'not_sent_to_network' : 'declined_by_network',
    reason: decline.blockedReason ?? decline.declineCode,
    risk_level: decline.blockedReason === 'highest_risk_level' ? 'highest' : 'normal',
    seller_message: blocked
      ? 'Stripe blocked this payment.'
      : 'The bank did not return any further details with this decline.',
    type: blocked ? 'blocked' : 'issuer_declined',
  };
}
