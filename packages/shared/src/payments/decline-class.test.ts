import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  classifyDecline,
  type DeclineClass,
  isAboutCard,
  KNOWN_DECLINE_CODES,
  retryKindOf,
} from './decline-class.ts';

/** Every decline code that Stripe documents, and the other codes by which it refuses a card. */
const CLASSES: [DeclineClass, string[]][] = [
  [
    'hard',
    [
      'card_not_supported',
      'currency_not_supported',
      'do_not_try_again',
      'fraudulent',
      'highest_risk_level',
      'incorrect_pin',
      'invalid_pin',
      'lost_card',
      'merchant_blacklist',
      'offline_pin_required',
      'online_or_offline_pin_required',
      'pickup_card',
      'pin_try_exceeded',
      'previously_declined_do_not_retry',
      'restricted_card',
      'revocation_of_all_authorizations',
      'revocation_of_authorization',
      'security_violation',
      'stolen_card',
      'stop_payment_order',
      'testmode_decline',
      'transaction_not_allowed',
      'rule',
      'blocked',
    ],
  ],
  [
    'fix_card',
    [
      'expired_card',
      'incorrect_address',
      'incorrect_cvc',
      'incorrect_number',
      'incorrect_zip',
      'invalid_account',
      'invalid_cvc',
      'invalid_expiry_month',
      'invalid_expiry_year',
      'invalid_number',
      'new_account_information_available',
      'payment_method_missing',
    ],
  ],
  [
    'authentication',
    [
      'authentication_not_handled',
      'authentication_required',
      'mobile_device_authentication_required',
      'payment_intent_authentication_failure',
    ],
  ],
  ['soft_funds', ['card_velocity_exceeded', 'insufficient_funds', 'withdrawal_count_limit_exceeded']],
  [
    'soft_issuer',
    [
      'approve_with_id',
      'call_issuer',
      'card_declined',
      'do_not_honor',
      'generic_decline',
      'no_action_taken',
      'not_permitted',
      'service_not_allowed',
    ],
  ],
  ['soft_technical', ['issuer_not_available', 'processing_error', 'reenter_transaction', 'try_again_later']],
  ['duplicate', ['duplicate_transaction']],
  ['amount', ['amount_too_large', 'amount_too_small', 'invalid_amount']],
  ['cool_off', ['card_decline_rate_limit_exceeded']],
];
const TABLE = CLASSES.flatMap(([declineClass, codes]) => codes.map((code) => ({ code, declineClass })));
const codesOf = (...wanted: DeclineClass[]) =>
  TABLE.filter(({ declineClass }) => wanted.includes(declineClass)).map(({ code }) => code);

describe('classifyDecline', () => {
  it.each(TABLE)('takes $code for $declineClass', ({ code, declineClass }) => {
    expect(classifyDecline({ code, adviceCode: null })).toBe(declineClass);
    expect(classifyDecline({ code, adviceCode: 'try_again_later' })).toBe(declineClass);
  });

  it('knows no other code than these', () => {
    expect([...KNOWN_DECLINE_CODES].sort()).toEqual(TABLE.map(({ code }) => code).sort());
  });

  it.each(TABLE)('never tries again with $code where the issuer advises so', ({ code }) => {
    expect(classifyDecline({ code, adviceCode: 'do_not_try_again' })).toBe('hard');
  });

  it('keeps a hard code hard whatever the advice', () => {
    for (const code of codesOf('hard'))
      for (const adviceCode of ['try_again_later', 'confirm_card_data', 'do_not_try_again'])
        expect(classifyDecline({ code, adviceCode }), `${code} ${adviceCode}`).toBe('hard');
  });

  it('asks for other details of the card when the issuer says so, unless authentication is what is missing', () => {
    for (const code of codesOf('authentication'))
      expect(classifyDecline({ code, adviceCode: 'confirm_card_data' }), code).toBe('authentication');
    for (const code of codesOf('fix_card', 'soft_funds', 'soft_issuer', 'soft_technical'))
      expect(classifyDecline({ code, adviceCode: 'confirm_card_data' }), code).toBe('fix_card');
  });

  it('takes any code and any advice, unknown ones for a soft refusal', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string()), (code, adviceCode) => {
        fc.pre(!KNOWN_DECLINE_CODES.includes(code));
        fc.pre(adviceCode !== 'do_not_try_again' && adviceCode !== 'confirm_card_data');
        return classifyDecline({ code, adviceCode }) === 'soft_issuer';
      }),
    );
    for (const code of ['constructor', 'toString', '__proto__', 'a_code_of_next_year'])
      expect(classifyDecline({ code, adviceCode: null })).toBe('soft_issuer');
  });
});

describe('what a decline means for the next attempt', () => {
  it.each(TABLE)('is its class where $code is known', ({ code, declineClass }) => {
    expect(retryKindOf({ code, adviceCode: null })).toBe(declineClass);
  });

  it('is not known where the code is not, unless the issuer advises what to do', () => {
    const code = 'a_code_of_next_year';
    expect(retryKindOf({ code, adviceCode: null })).toBe('unknown');
    expect(retryKindOf({ code, adviceCode: 'try_again_later' })).toBe('unknown');
    expect(retryKindOf({ code, adviceCode: 'do_not_try_again' })).toBe('hard');
    expect(retryKindOf({ code, adviceCode: 'confirm_card_data' })).toBe('fix_card');
  });

  it('is about the card, unless it is about the sum or takes it for paid', () => {
    for (const [declineClass] of CLASSES)
      expect(isAboutCard(declineClass), declineClass).toBe(!['amount', 'duplicate'].includes(declineClass));
  });
});
