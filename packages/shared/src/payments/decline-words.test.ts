import { describe, expect, it } from 'vitest';
import { KNOWN_DECLINE_CODES } from './decline-class.ts';
import { declineWords } from './decline-words.ts';

describe('declineWords', () => {
  it('says for every code what happened and what to do', () => {
    for (const code of [...KNOWN_DECLINE_CODES, 'a_code_of_next_year', 'toString']) {
      const { message, nextStep } = declineWords(code);
      expect(message, code).toMatch(/^[A-Z].*\.$/);
      expect(nextStep, code).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('says nothing about theft or fraud to whoever holds the card', () => {
    const hidden = ['lost_card', 'stolen_card', 'pickup_card', 'fraudulent', 'merchant_blacklist'];
    for (const code of [...hidden, 'highest_risk_level', 'security_violation'])
      expect(declineWords(code)).toEqual(declineWords('do_not_try_again'));
  });

  it('promises no retry by itself', () => {
    for (const code of KNOWN_DECLINE_CODES)
      expect(Object.values(declineWords(code)).join(' '), code).not.toMatch(/we(’ll| will)|automatic/i);
  });

  it('names the reason where it helps', () => {
    expect(declineWords('insufficient_funds').message).toBe('There is not enough money on the card.');
    expect(declineWords('expired_card').nextStep).toBe('Add a card that is still valid.');
  });
});
