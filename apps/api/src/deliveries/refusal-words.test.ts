import { REFUSAL_CODES } from '@drawdown/shared/codes';
import { money } from '@drawdown/shared/money';
import { describe, expect, it } from 'vitest';
import type { RefusedBuyer } from './refusal-words.ts';
import { unblockedBy } from './refusal-words.ts';

const usd = (amountMinor: bigint) => money(amountMinor, 'USD');
const shortage = { available: usd(1_250n), required: usd(2_500n), topUpInProgress: false };
const buyer: RefusedBuyer = {
  name: 'Acme Solar',
  pauseReasons: [{ reason: 'manual', since: new Date(0), note: null }],
  wallet: { name: null, owner: 'buyer' },
};

describe('what unblocks a buyer', () => {
  it('is the sum that is missing', () => {
    expect(unblockedBy('insufficient_funds', buyer, shortage)).toBe(
      'Add at least $12.50 to the wallet of Acme Solar.',
    );
  });

  it('names the shared wallet and a top-up on its way', () => {
    const pooled: RefusedBuyer = { ...buyer, wallet: { name: 'Midwest pool', owner: 'account' } };
    expect(unblockedBy('insufficient_funds', pooled, { ...shortage, topUpInProgress: true })).toBe(
      'Add at least $12.50 to the shared wallet "Midwest pool", or wait for the top-up that is on its way.',
    );
  });

  it('says who resumes a delivery that was paused by hand', () => {
    expect(unblockedBy('delivery_paused', buyer, shortage)).toBe(
      'Delivery to Acme Solar resumes once an admin resumes it.',
    );
  });

  it.each(REFUSAL_CODES)('is one sentence for %s', (code) => {
    expect(unblockedBy(code, buyer, shortage)).toMatch(/^[A-Z][^.]*(\.\d\d[^.]*)?\.$/);
  });
});
