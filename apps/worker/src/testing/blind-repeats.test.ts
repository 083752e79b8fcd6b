import { describe, expect, it } from 'vitest';
import { blindRepeats } from './blind-repeats.ts';

const confirm = (attempt: string, status: number | null) => ({
  method: 'POST',
  path: '/v1/payment_intents/pi_1/confirm',
  idempotencyKey: `chg:chg_1:confirm:${attempt}`,
  replayed: false,
  status,
});
const look = (status: number | null) => ({
  method: 'GET',
  path: '/v1/payment_intents/pi_1',
  idempotencyKey: null,
  replayed: false,
  status,
});

describe('a repeat under a new key', () => {
  it('is blind when nobody had heard what became of the key before', () => {
    expect(blindRepeats([confirm('1', 500), confirm('2', 200)])).toEqual(['chg:chg_1:confirm:2']);
    expect(blindRepeats([confirm('1', null), look(500), confirm('1:1', 200)])).toEqual([
      'chg:chg_1:confirm:1:1',
    ]);
  });

  it('is the same beside the payer, who makes attempts of his own', () => {
    const payers = (status: number | null) => ({
      ...confirm('1', status),
      idempotencyKey: 'chg:chg_1:payer:2',
    });
    expect(blindRepeats([confirm('1', null), payers(200)])).toEqual(['chg:chg_1:payer:2']);
    expect(blindRepeats([payers(500), confirm('3', 200)])).toEqual(['chg:chg_1:confirm:3']);
    expect(blindRepeats([confirm('1', 402), look(200), payers(200), look(200), confirm('3', 200)])).toEqual(
      [],
    );
  });

  it('is not when the answer had come, or Stripe was asked since', () => {
    expect(blindRepeats([confirm('1', 402), confirm('2', 200)])).toEqual([]);
    expect(blindRepeats([confirm('1', 500), confirm('1', 500), look(200), confirm('1:1', 200)])).toEqual([]);
  });
});
