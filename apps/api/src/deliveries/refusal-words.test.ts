import { REFUSAL_CODES } from '@drawdown/shared/codes';
import { money } from '@drawdown/shared/money';
import { describe, expect, it } from 'vitest';
import type { RefusedBuyer } from './refusal-words.ts';
import { unblockedBy } from './refusal-words.ts';

const usd = (amountMinor: bigint) => money(amountMinor, 'USD');
const shortage = { available: usd(1_250n), required: usd(2_500n), topUpInProgress: false };
const buyer: RefusedBuyer = {
  name: 'Acme Solar',
  pauseReasons: [{ reason: 'manual', effect: 'pause', amount: null, charge: null }],
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
      'An admin has to resume delivery to Acme Solar.',
    );
  });

  it('says each way out of a declined charge, with what is missing and when it is tried again', () => {
    const charge = {
      topUpId: 'top_1',
      payer: { kind: 'buyer', buyerId: 'buy_1' },
      card: { brand: 'visa', last4: '4242' },
      declineCode: 'insufficient_funds',
      retryState: 'scheduled',
      nextAttemptAt: new Date('2026-11-24T10:00:00Z'),
    } as const;
    const declined = { reason: 'charge_declined', effect: 'pause', amount: usd(50_000n), charge } as const;
    const paused = { ...buyer, pauseReasons: [declined] };
    expect(unblockedBy('delivery_paused', paused, shortage)).toBe(
      'Add another card for Acme Solar, or add at least $487.50 to the wallet, or wait for the next attempt on Tue 24 Nov, 10:00 UTC.',
    );
    const ofAgency = { ...charge, payer: { kind: 'account' }, retryState: 'needs_card' } as const;
    const stuck = { ...declined, charge: ofAgency };
    expect(unblockedBy('delivery_paused', { ...buyer, pauseReasons: [stuck] }, shortage)).toBe(
      'Add another card of the agency, or add at least $487.50 to the wallet.',
    );
  });

  it('names every step when several reasons are open, and none that only bites later', () => {
    const manual = { reason: 'manual', effect: 'pause', amount: null, charge: null } as const;
    const exposure = { ...manual, reason: 'exposure_limit_reached' } as const;
    const later = { ...manual, reason: 'charge_declined', effect: 'pause_when_exhausted' } as const;
    expect(
      unblockedBy('delivery_paused', { ...buyer, pauseReasons: [exposure, manual, later] }, shortage),
    ).toBe(
      'Add credit to the wallet of Acme Solar to pay what is owed for delivered leads; and an admin has to resume delivery to Acme Solar.',
    );
  });

  it.each(REFUSAL_CODES)('is one sentence for %s', (code) => {
    expect(unblockedBy(code, buyer, shortage)).toMatch(/^[A-Z][^.]*(\.\d\d[^.]*)?\.$/);
  });
});
