import { randomBytes } from 'node:crypto';
import type { Dispute, Ledger } from '@drawdown/ledger';
import type { SeenDispute } from '@drawdown/shared/payments';
import type { HttpClient } from './http-client.ts';
import { usd } from './journeys.ts';

type Disputed = {
  dispute: Dispute;
  topUpId: string;
  seen: SeenDispute;
  close(status: string): Promise<Dispute>;
};

/** A top-up that the buyer's card has paid and that its payer disputes, as Stripe would show it. */
export async function disputeTopUp(
  { http, ledger }: { http: HttpClient; ledger: Ledger },
  { id: buyerId, walletId }: { id: string; walletId: string },
  { amount = 50_000, status = 'needs_response', spend = [] as { leadId: string; price: number }[] } = {},
): Promise<Disputed> {
  const requested = await http.post(`/v1/wallets/${walletId}/top-ups`, {
    amount: usd(amount),
    funding: 'buyer_card',
    buyerId,
  });
  const { id: topUpId, chargeId } = requested.body;
  if (typeof chargeId !== 'string') throw new Error(`the top-up was not accepted: ${requested.text}`);
  const paymentIntentId = await ledger.charges.rememberPaymentIntent(chargeId, `pi_${chargeId}`);
  await ledger.topUps.credit(topUpId, { paymentIntentId, stripeChargeId: `ch_${chargeId}` });
  for (const { leadId, price } of spend)
    await http.post('/v1/deliveries', { buyerId, leadId, price: usd(price), labels: { source: '=web' } });
  const seen: SeenDispute = {
    stripeDisputeId: `du_${randomBytes(6).toString('hex')}`,
    paymentIntentId,
    amountMinor: amount,
    currency: 'USD',
    reason: 'product_not_received',
    status,
    evidenceDueAt: '2026-12-01T00:00:00.000Z',
    evidenceSubmitted: false,
    createdAt: '2026-11-23T00:00:00.000Z',
    movements: [],
  };
  const record = async (next: SeenDispute): Promise<Dispute> => {
    const recorded = await ledger.disputes.record(next, 'event');
    if (recorded.outcome !== 'recorded') throw new Error(recorded.outcome);
    return recorded.dispute;
  };
  return {
    dispute: await record(seen),
    topUpId,
    seen,
    close: (verdict) => record({ ...seen, status: verdict }),
  };
}
