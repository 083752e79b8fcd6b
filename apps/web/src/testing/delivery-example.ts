import type { DeliveryResource } from '@drawdown/shared/http';
import { usd } from './collections-examples.ts';

/** A lead of 25.00 that the wallet paid. */
export function exampleDelivery(changes: Partial<DeliveryResource> = {}): DeliveryResource {
  return {
    id: 'dlv_1',
    outcome: 'delivered',
    buyerId: 'buy_1',
    leadId: 'lead-1',
    price: usd(2_500),
    fundedBy: 'wallet',
    fundingReason: null,
    reason: 'Paid from the wallet.',
    walletId: 'wal_1',
    balance: usd(7_500),
    card: null,
    charge: null,
    return: null,
    labels: {},
    createdAt: '2026-01-05T10:00:00Z',
    decidedAt: '2026-01-05T10:00:00Z',
    workflowUrl: null,
    ...changes,
  };
}
