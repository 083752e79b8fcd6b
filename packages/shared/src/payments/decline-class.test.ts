import { describe, expect, it } from 'vitest';
import { classifyDecline, type DeclineClass } from './decline-class.ts';

const withoutAdvice: [string, DeclineClass][] = [
  ['lost_card', 'hard'],
  ['previously_declined_do_not_retry', 'hard'],
  ['expired_card', 'fix_card'],
  ['payment_method_missing', 'fix_card'],
  ['authentication_required', 'authentication'],
  ['insufficient_funds', 'soft_funds'],
  ['generic_decline', 'soft_issuer'],
  ['processing_error', 'soft_technical'],
  ['duplicate_transaction', 'duplicate'],
  ['amount_too_small', 'amount'],
  ['card_decline_rate_limit_exceeded', 'cool_off'],
  ['a_code_of_next_year', 'soft_issuer'],
  ['constructor', 'soft_issuer'],
];

describe('classifyDecline', () => {
  it.each(withoutAdvice)('takes %s for %s', (code, expected) => {
    expect(classifyDecline({ code, adviceCode: null })).toBe(expected);
  });

  it('lets the advice not to try again outrank every code', () => {
    for (const code of ['insufficient_funds', 'authentication_required', 'expired_card', 'new_code'])
      expect(classifyDecline({ code, adviceCode: 'do_not_try_again' })).toBe('hard');
  });

  it('keeps a hard code hard whatever the advice', () => {
    expect(classifyDecline({ code: 'stolen_card', adviceCode: 'try_again_later' })).toBe('hard');
    expect(classifyDecline({ code: 'stolen_card', adviceCode: 'confirm_card_data' })).toBe('hard');
  });

  it('asks for other card details when the issuer says so, unless authentication is what is missing', () => {
    expect(classifyDecline({ code: 'do_not_honor', adviceCode: 'confirm_card_data' })).toBe('fix_card');
    expect(classifyDecline({ code: 'authentication_required', adviceCode: 'confirm_card_data' })).toBe(
      'authentication',
    );
  });

  it('ignores advice it does not know', () => {
    expect(classifyDecline({ code: 'do_not_honor', adviceCode: 'sing_a_song' })).toBe('soft_issuer');
  });
});
