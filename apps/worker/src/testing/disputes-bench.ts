import type { Dispute } from '@drawdown/ledger';
import type { DisputeStatus } from '@drawdown/shared/codes';
import { DISPUTE_STATE_QUERY, disputeWorkflowId } from '@drawdown/shared/workflows';
import { expect, vi } from 'vitest';
import { z } from 'zod';
import { topUpClient } from './top-up-client.ts';
import type { WorkerBench } from './worker-bench.ts';

const PATIENCE = { timeout: 45_000, interval: 50 };

const answerSchema = z.object({ id: z.string() });
const intentSchema = z.object({ latest_charge: z.string() });
const balanceSchema = z.object({ data: z.array(z.object({ net: z.int() })) });

export type PaidByCard = {
  topUpId: string;
  walletId: string;
  buyerId: string;
  paymentIntentId: string;
  stripeChargeId: string;
};

export type DisputesBench = ReturnType<typeof disputesOn>;

/** Short ways to disputes, opened and decided at Stripe as a bank does. */
export function disputesOn(bench: WorkerBench) {
  const { ledger, client, scenario, stripeUrl } = bench;
  const handleOf = (disputeId: string) => client.workflow.getHandle(disputeWorkflowId(disputeId));

  return {
    handleOf,
    words: (disputeId: string) => handleOf(disputeId).query<string>(DISPUTE_STATE_QUERY),

    /** 250.00 in a wallet, paid by its buyer's card. */
    async paid(input: Parameters<typeof scenario.buyerWithCard>[1] = {}): Promise<PaidByCard> {
      const buyer = await scenario.buyerWithCard('pm_card_visa', input);
      const topUp = await scenario.requestTopUp(buyer);
      await topUpClient(client).firstOutcome(topUp);
      const { paymentIntentId } = await bench.observe.until(topUp.id, 'succeeded');
      if (paymentIntentId === null) throw new Error('a paid top-up has a PaymentIntent');
      const headers = { authorization: `Bearer ${bench.stripeSecretKey}` };
      const intent = await fetch(`${stripeUrl}/v1/payment_intents/${paymentIntentId}`, { headers });
      const { latest_charge: stripeChargeId } = intentSchema.parse(await intent.json());
      return {
        topUpId: topUp.id,
        walletId: buyer.walletId,
        buyerId: buyer.id,
        paymentIntentId,
        stripeChargeId,
      };
    },

    /** The payer complains at the bank; answers Stripe's id. */
    async open({ stripeChargeId }: PaidByCard, order: { inquiry?: boolean; amount?: number } = {}) {
      return (await post(`/charges/${stripeChargeId}/dispute`, order)).id;
    },

    escalate: (stripeDisputeId: string) => post(`/disputes/${stripeDisputeId}/escalate`, {}),
    decide: (stripeDisputeId: string, status: 'won' | 'lost') =>
      post(`/disputes/${stripeDisputeId}/close`, { status }),
    warn: ({ stripeChargeId }: PaidByCard) => post(`/charges/${stripeChargeId}/early-fraud-warning`, {}),

    /** The dispute of ours, once it stands so. */
    async until({ topUpId }: PaidByCard, status: DisputeStatus): Promise<Dispute> {
      return vi.waitFor(async () => {
        const { items } = await ledger.disputes.list(scenario.accountId, { topUpId }, { limit: 10 });
        const found = items.find((dispute) => dispute.status === status);
        expect(items.map((dispute) => dispute.status)).toContain(status);
        if (found === undefined) throw new Error('no dispute');
        return found;
      }, PATIENCE);
    },

    /** Until the workflow has nothing more to do. */
    result: (disputeId: string) =>
      vi.waitFor(async () => {
        const { status } = await handleOf(disputeId).describe();
        expect(status.name).toBe('COMPLETED');
        return handleOf(disputeId).result();
      }, PATIENCE),

    running: (disputeId: string) =>
      vi.waitFor(async () => {
        const { status } = await handleOf(disputeId).describe();
        expect(status.name).toBe('RUNNING');
      }, PATIENCE),

    /** What Stripe's balance has, read past the product. */
    async balanceAtStripe(): Promise<number> {
      const response = await fetch(`${stripeUrl}/v1/balance_transactions?limit=100`, {
        headers: { authorization: `Bearer ${bench.stripeSecretKey}` },
      });
      return balanceSchema.parse(await response.json()).data.reduce((sum, { net }) => sum + net, 0);
    },
  };

  async function post(path: string, body: object): Promise<{ id: string }> {
    const response = await fetch(`${stripeUrl}/_emulator${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return answerSchema.parse(await response.json());
  }
}
