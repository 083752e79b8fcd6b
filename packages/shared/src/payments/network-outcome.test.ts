import { describe, expect, it } from 'vitest';
import { classifyDecline, type DeclineClass } from './decline-class.ts';
import { adviceOfNetwork, type NetworkOutcome, withNetworkOutcome } from './network-outcome.ts';
import type { Decline } from './outcome.ts';

const nothing: NetworkOutcome = { type: null, reason: null, adviceCode: null, networkAdviceCode: null };
const decline: Decline = {
  code: 'generic_decline',
  adviceCode: null,
  networkDeclineCode: '05',
  stripeChargeId: 'ch_1',
};

const cases: { outcome: Partial<NetworkOutcome>; code?: string; becomes: DeclineClass }[] = [
  { outcome: {}, becomes: 'soft_issuer' },
  { outcome: { type: 'issuer_declined', reason: 'generic_decline' }, becomes: 'soft_issuer' },
  { outcome: { type: 'blocked', reason: 'previously_declined_do_not_retry' }, becomes: 'hard' },
  { outcome: { type: 'blocked', reason: 'highest_risk_level' }, becomes: 'hard' },
  { outcome: { type: 'blocked', reason: 'rule' }, becomes: 'hard' },
  { outcome: { type: 'blocked', reason: 'a_reason_of_next_year' }, becomes: 'hard' },
  { outcome: { type: 'blocked', reason: null }, code: 'insufficient_funds', becomes: 'hard' },
  { outcome: { adviceCode: 'do_not_try_again' }, becomes: 'hard' },
  { outcome: { adviceCode: 'confirm_card_data' }, becomes: 'fix_card' },
  { outcome: { networkAdviceCode: '03' }, code: 'insufficient_funds', becomes: 'hard' },
  { outcome: { networkAdviceCode: '21' }, becomes: 'hard' },
  { outcome: { networkAdviceCode: '01' }, becomes: 'fix_card' },
  { outcome: { networkAdviceCode: '02' }, becomes: 'soft_issuer' },
  { outcome: { networkAdviceCode: '99' }, becomes: 'soft_issuer' },
];

describe('what the outcome of a charge adds to its decline', () => {
  it.each(cases)('$code with $outcome is $becomes', ({ outcome, code, becomes }) => {
    const plain = { ...decline, code: code ?? decline.code };
    expect(classifyDecline(withNetworkOutcome(plain, { ...nothing, ...outcome }))).toBe(becomes);
  });

  it('never replaces a code that is hard already, nor advice that the decline carried', () => {
    const lost = { ...decline, code: 'lost_card', adviceCode: 'try_again_later' };
    const outcome = { ...nothing, type: 'blocked', reason: 'rule', adviceCode: 'confirm_card_data' };
    expect(withNetworkOutcome(lost, outcome)).toEqual(lost);
  });

  it('leaves out advice of a network that nobody knows', () => {
    for (const unknown of ['', '00', 'constructor', null, undefined])
      expect(adviceOfNetwork(unknown)).toBeNull();
  });
});
