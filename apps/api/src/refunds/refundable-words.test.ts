import type { Refundable } from '@drawdown/ledger';
import { money } from '@drawdown/shared/money';
import { describe, expect, it } from 'vitest';
import { refundableWords } from './refundable-words.ts';

const usd = (amountMinor: bigint) => money(amountMinor, 'USD');
const all: Refundable = {
  amount: usd(50_000n),
  paid: usd(50_000n),
  unspent: usd(50_000n),
  refunded: usd(0n),
  available: usd(50_000n),
  limitedBy: null,
  autoTopUpFrom: null,
};

describe('what limits a refund', () => {
  it('is nothing where all of it is there', () => {
    expect(refundableWords(all)).toBeNull();
  });

  it('is said with numbers', () => {
    expect(refundableWords({ ...all, unspent: usd(18_000n), limitedBy: 'spent' })).toBe(
      '$180.00 of $500.00 is unspent; leads have used $320.00.',
    );
    const inParts = { ...all, unspent: usd(18_000n), refunded: usd(10_000n), limitedBy: 'spent' } as const;
    expect(refundableWords(inParts)).toBe(
      '$180.00 of $500.00 is unspent; leads have used $220.00, and $100.00 was refunded before.',
    );
    expect(refundableWords({ ...all, refunded: usd(10_000n), limitedBy: 'refunded' })).toBe(
      '$100.00 of $500.00 was refunded before.',
    );
    expect(refundableWords({ ...all, available: usd(2_000n), limitedBy: 'reserved' })).toContain(
      'only $20.00 of the wallet is available',
    );
  });
});
