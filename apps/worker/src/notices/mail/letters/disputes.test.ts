import { describe, expect, it } from 'vitest';
import { fieldsOf } from '../fields.ts';
import { render } from '../rendering/render.ts';
import { disputeClosed } from './dispute-closed.ts';
import { disputeOpened } from './dispute-opened.ts';
import { toAgency } from './testing/readers.ts';

const dispute = {
  disputeId: 'dsp_1',
  stripeDisputeId: 'du_1',
  buyerId: 'buy_1',
  buyerName: 'Acme Solar',
  brand: 'visa',
  last4: '4242',
  amountMinor: 50_000,
  fromWalletMinor: 30_000,
  fromReceivableMinor: 20_000,
  currency: 'USD',
  reason: 'fraudulent',
  evidenceDueAt: '2026-12-01T12:00:00Z',
};

function opened(more: object) {
  return render(disputeOpened(fieldsOf({ ...dispute, ...more }), toAgency), toAgency);
}

function closed(more: object) {
  return render(disputeClosed(fieldsOf({ ...dispute, ...more }), toAgency), toAgency);
}

describe('mail of a dispute', () => {
  it('says what left the wallet, what is owed, and whom it stops', () => {
    const { subject, text } = opened({
      about: 'opened',
      pausedBuyers: [{ buyerId: 'buy_1', name: 'Acme Solar' }],
      suspendedRules: 1,
    });
    expect(subject).toBe('Disputed: $500.00 paid by Visa ending in 4242');
    expect(text).toContain('$300.00 left the wallet of Acme Solar until the bank decides.');
    expect(text).toContain('$200.00 is owed, and the next credit pays it.');
    expect(text).toContain(
      'Delivery is paused: Acme Solar. The automatic top-up with this card is suspended.',
    );
    expect(text).toContain('Evidence is due: Tue, 1 Dec 2026, 12:00 UTC');
    expect(text).toContain('https://billing.example/disputes/dsp_1');
  });

  it('of an inquiry says that no money has moved', () => {
    const { subject, text } = opened({ about: 'inquiry' });
    expect(subject).toBe('A bank asks about $500.00 paid by Visa ending in 4242');
    expect(text).toContain('No money has moved.');
  });

  it('reminds of evidence before it is due', () => {
    const { subject, text } = opened({ about: 'reminder' });
    expect(subject).toBe('Evidence is due soon: dispute of $500.00');
    expect(text).toContain('Without evidence by Tue, 1 Dec 2026, 12:00 UTC it is lost.');
  });

  it('of an early fraud warning says whether a refund can still help', () => {
    expect(opened({ about: 'fraud_warning', actionable: true }).text).toContain('A refund now');
    expect(opened({ about: 'fraud_warning', actionable: false }).text).toContain('nothing left to do');
  });

  it('says how it ended and what that means', () => {
    expect(closed({ verdict: 'won', wasTaken: true })).toMatchObject({ subject: 'Dispute won: $500.00' });
    const lost = closed({ verdict: 'lost', wasTaken: true });
    expect(lost.text).toContain('Of it $200.00 became owed');
    expect(closed({ verdict: 'inquiry_closed' }).subject).toBe('Inquiry closed: $500.00');
  });
});
