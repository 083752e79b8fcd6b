import type { Decline } from './outcome.ts';

/**
 * What kind of refusal a decline is, which decides what can help.
 * `hard`: never again with this card. `fix_card`: the card's details must change. `authentication`: the payer must
 * confirm it himself. `soft_funds`, `soft_issuer`, `soft_technical`: may pass later. `duplicate`: the issuer takes it
 * for one that was paid. `amount`: not this sum. `cool_off`: Stripe accepts nothing from this card for a day.
 */
export type DeclineClass =
  | 'hard'
  | 'fix_card'
  | 'authentication'
  | 'soft_funds'
  | 'soft_issuer'
  | 'soft_technical'
  | 'duplicate'
  | 'amount'
  | 'cool_off';

const CODES_BY_CLASS: Record<DeclineClass, readonly string[]> = {
  hard: [
    'lost_card',
    'stolen_card',
    'pickup_card',
    'restricted_card',
    'fraudulent',
    'merchant_blacklist',
    'highest_risk_level',
    'security_violation',
    'revocation_of_authorization',
    'revocation_of_all_authorizations',
    'stop_payment_order',
    'transaction_not_allowed',
    'do_not_try_again',
    'pin_try_exceeded',
    'invalid_pin',
    'incorrect_pin',
    'offline_pin_required',
    'online_or_offline_pin_required',
    'card_not_supported',
    'currency_not_supported',
    'testmode_decline',
    // Stopped by Stripe before the bank was asked, which would happen again.
    'previously_declined_do_not_retry',
    'rule',
    'blocked',
  ],
  authentication: [
    'authentication_required',
    'authentication_not_handled',
    'mobile_device_authentication_required',
    'payment_intent_authentication_failure',
  ],
  fix_card: [
    'expired_card',
    'incorrect_cvc',
    'invalid_cvc',
    'incorrect_number',
    'invalid_number',
    'invalid_expiry_month',
    'invalid_expiry_year',
    'incorrect_zip',
    'incorrect_address',
    'invalid_account',
    'new_account_information_available',
    'payment_method_missing',
  ],
  soft_funds: ['insufficient_funds', 'card_velocity_exceeded', 'withdrawal_count_limit_exceeded'],
  soft_issuer: [
    'card_declined',
    'generic_decline',
    'do_not_honor',
    'call_issuer',
    'no_action_taken',
    'not_permitted',
    'service_not_allowed',
    'approve_with_id',
  ],
  soft_technical: ['processing_error', 'issuer_not_available', 'reenter_transaction', 'try_again_later'],
  duplicate: ['duplicate_transaction'],
  amount: ['invalid_amount', 'amount_too_small', 'amount_too_large'],
  cool_off: ['card_decline_rate_limit_exceeded'],
};

const CLASS_BY_CODE = new Map<string, DeclineClass>();
for (const [declineClass, codes] of Object.entries(CODES_BY_CLASS))
  for (const code of codes) CLASS_BY_CODE.set(code, declineClass as DeclineClass);

/** Every code that has a class of its own; the set that Stripe may send is open. */
export const KNOWN_DECLINE_CODES: readonly string[] = [...CLASS_BY_CODE.keys()];

/**
 * The class of a decline, by the first of these that holds: a code that forbids another try; the advice never to try
 * again; authentication is missing; the advice that the card's details are wrong; the class of the code. Unknown codes
 * are a soft refusal by the issuer, unknown advice is none.
 */
export function classifyDecline(decline: Pick<Decline, 'code' | 'adviceCode'>): DeclineClass {
  const byCode = CLASS_BY_CODE.get(decline.code) ?? 'soft_issuer';
  if (byCode === 'hard' || decline.adviceCode === 'do_not_try_again') return 'hard';
  if (byCode === 'authentication') return byCode;
  if (decline.adviceCode === 'confirm_card_data') return 'fix_card';
  return byCode;
}

/** False where the sum was refused, or taken for paid: that says nothing about the card, and another one is no answer. */
export function isAboutCard(declineClass: DeclineClass): boolean {
  return declineClass !== 'amount' && declineClass !== 'duplicate';
}

/** The class, or `unknown` where it is only assumed, because nothing is known about the code. */
export function retryKindOf(decline: Pick<Decline, 'code' | 'adviceCode'>): DeclineClass | 'unknown' {
  const declineClass = classifyDecline(decline);
  return declineClass === 'soft_issuer' && !CLASS_BY_CODE.has(decline.code) ? 'unknown' : declineClass;
}
