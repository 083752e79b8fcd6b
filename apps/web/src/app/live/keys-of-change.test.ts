import { describe, expect, it } from 'vitest';
import { keysOfChange } from './keys-of-change.ts';

describe('what a change makes stale', () => {
  it.each([
    [{ type: 'charge.changed', chargeId: 'chg_1' } as const, ['charges', 'top-ups', 'pauses']],
    [{ type: 'buyer.changed', buyerId: 'buy_1' } as const, ['buyers', 'pauses']],
    [{ type: 'wallet.changed', walletId: 'wal_1' } as const, ['wallets', 'pauses']],
    [
      { type: 'top_up.changed', topUpId: 'top_1', walletId: 'wal_1' } as const,
      ['top-ups', 'charges', 'wallets'],
    ],
    [
      { type: 'delivery.changed', deliveryId: 'dlv_1', buyerId: 'buy_1' } as const,
      ['deliveries', 'eligibility', 'receivables'],
    ],
    [
      { type: 'refund.changed', refundId: 'rfd_1', walletId: 'wal_1' } as const,
      ['refunds', 'top-ups', 'deliveries', 'wallets'],
    ],
    [{ type: 'invoice.changed', invoiceId: 'inv_1', buyerId: 'buy_1' } as const, ['invoices', 'receivables']],
    [{ type: 'dispute.changed', disputeId: 'dsp_1' } as const, ['disputes', 'wallets']],
    [{ type: 'wallet.changed', walletId: 'wal_1' } as const, ['holds', 'eligibility', 'deliveries']],
    [{ type: 'emails.changed' } as const, ['emails']],
    [{ type: 'webhooks.changed' } as const, ['webhook-deliveries']],
    [{ type: 'payment_methods.changed', buyerId: null } as const, ['payment-methods', 'wallets']],
  ])('%o', (change, parts) => {
    const stale = keysOfChange(change).map(([part]) => part);
    for (const part of parts) expect(stale).toContain(part);
  });
});
