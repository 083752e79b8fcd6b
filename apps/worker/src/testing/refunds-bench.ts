import type { Refund } from '@drawdown/ledger';
import { tester, usd } from '@drawdown/ledger/testing';
import type { RefundStatus } from '@drawdown/shared/codes';
import type { SeenRefund } from '@drawdown/shared/payments';
import {
  FIRST_REFUND_OUTCOME_UPDATE,
  type FirstRefundOutcome,
  REFUND_CHANGED_SIGNAL,
  REFUND_STATUS_QUERY,
  REFUND_WORKFLOW,
  refundWorkflowId,
} from '@drawdown/shared/workflows';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { defineUpdate } from '@temporalio/workflow';
import { vi } from 'vitest';
import { refundInput, refundStartOptions } from '../temporal/refund-start.ts';
import { createRefundWorkflows } from '../temporal/refund-workflows.ts';
import { topUpInput } from '../temporal/top-up-start.ts';
import { createTopUpWorkflows } from '../temporal/top-up-workflows.ts';
import type { WorkerBench } from './worker-bench.ts';

const PATIENCE_MS = 45_000;
const firstOutcomeUpdate = defineUpdate<FirstRefundOutcome>(FIRST_REFUND_OUTCOME_UPDATE);

export type PaidTopUp = { topUpId: string; walletId: string; buyerId: string; paymentIntentId: string };

export type RefundsBench = ReturnType<typeof refundsOn>;

/** Short ways to refunds, asked for as the API does or made in Stripe's dashboard. */
export function refundsOn(bench: WorkerBench) {
  const { ledger, client, scenario, payments, stripeUrl, stripeSecretKey } = bench;
  const handleOf = (refundId: string) => client.workflow.getHandle(refundWorkflowId(refundId));

  return {
    handleOf,
    changed: (refundId: string) => handleOf(refundId).signal(REFUND_CHANGED_SIGNAL),
    words: (refundId: string) => handleOf(refundId).query<string>(REFUND_STATUS_QUERY),
    atStripe: (paid: PaidTopUp): Promise<SeenRefund[]> => payments.listRefunds(paid.paymentIntentId),

    /** 250.00 in a wallet, paid by its buyer's card. */
    async paid(testCard?: string): Promise<PaidTopUp> {
      const buyer = await scenario.buyerWithCard(testCard);
      const topUp = await scenario.requestTopUp(buyer);
      await createTopUpWorkflows(client).start(topUpInput(topUp), topUp);
      const { paymentIntentId } = await bench.observe.until(topUp.id, 'succeeded');
      if (paymentIntentId === null) throw new Error('a paid top-up has a PaymentIntent');
      return { topUpId: topUp.id, walletId: buyer.walletId, buyerId: buyer.id, paymentIntentId };
    },

    async request({ topUpId }: PaidTopUp, amountMinor: number): Promise<Refund> {
      const { accountId } = scenario;
      const result = await ledger.refunds.request({ accountId, topUpId, amount: usd(amountMinor) }, tester);
      if (result.outcome !== 'accepted') throw new Error(`the refund was not accepted: ${result.outcome}`);
      return result.refund;
    },

    start: (refund: Refund) => createRefundWorkflows(client).start(refundInput(refund)),

    firstOutcome(refund: Refund): Promise<FirstRefundOutcome> {
      const startWorkflowOperation = new WithStartWorkflowOperation(REFUND_WORKFLOW, {
        ...refundStartOptions(refundInput(refund)),
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
      return client.workflow.executeUpdateWithStart(firstOutcomeUpdate, {
        updateId: refund.id,
        startWorkflowOperation,
      });
    },

    until(refundId: string, status: RefundStatus, timeout = PATIENCE_MS): Promise<Refund> {
      return vi.waitFor(
        async () => {
          const refund = await ledger.refunds.find(refundId);
          if (refund?.status !== status) throw new Error(`the refund is ${refund?.status}, not ${status}`);
          return refund;
        },
        { timeout, interval: 50 },
      );
    },

    /** Waits until Stripe's id of a refund is kept, and answers it. */
    atStripeAs(refundId: string): Promise<string> {
      return vi.waitFor(
        async () => {
          const refund = await ledger.refunds.find(refundId);
          if (!refund?.stripeRefundId) throw new Error('Stripe has not been heard of');
          return refund.stripeRefundId;
        },
        { timeout: PATIENCE_MS, interval: 50 },
      );
    },

    /** As somebody does who uses Stripe's dashboard: without a word of ours. */
    async inDashboard({ paymentIntentId }: PaidTopUp, amountMinor: number): Promise<string> {
      const body = { payment_intent: paymentIntentId, amount: String(amountMinor) };
      const { id } = await post('/v1/refunds', new URLSearchParams(body));
      return id;
    },

    /** Stripe says at last what became of it. */
    async settleAtStripe(stripeRefundId: string, status: 'succeeded' | 'failed', failureReason?: string) {
      const order = { status, ...(failureReason && { failureReason }) };
      await post(`/_emulator/refunds/${stripeRefundId}/settle`, JSON.stringify(order));
    },
  };

  async function post(path: string, body: string | URLSearchParams): Promise<{ id: string }> {
    const response = await fetch(`${stripeUrl}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${stripeSecretKey}`,
        ...(typeof body === 'string' && { 'content-type': 'application/json' }),
      },
      body,
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as { id: string };
  }
}
