import type { Ledger, TopUp } from '@drawdown/ledger';
import type { TopUpStatus } from '@drawdown/shared/codes';
import { topUpWorkflowId } from '@drawdown/shared/workflows';
import type { Client } from '@temporalio/client';
import { vi } from 'vitest';
import { paymentIntentsOf } from './stripe-observer.ts';

const PATIENCE_MS = 45_000;

/** Looks at a top-up from outside: its row, its workflow, and what Stripe and the books made of it. */
export function topUpObserver({
  ledger,
  client,
  stripeUrl,
}: {
  ledger: Ledger;
  client: Client;
  stripeUrl: string;
}) {
  return { row, until, ended, moneyMoved };

  async function row(topUpId: string): Promise<TopUp> {
    const topUp = await ledger.topUps.find(topUpId);
    if (!topUp) throw new Error('no such top-up');
    return topUp;
  }

  /** Waits for the row to reach a state. */
  function until(topUpId: string, status: TopUpStatus, timeout = PATIENCE_MS): Promise<TopUp> {
    return vi.waitFor(
      async () => {
        const topUp = await row(topUpId);
        if (topUp.status !== status) throw new Error(`the top-up is ${topUp.status}, not ${status}`);
        return topUp;
      },
      { timeout, interval: 50 },
    );
  }

  /** Waits for the workflow to end and answers the final row. */
  async function ended(topUpId: string): Promise<TopUp> {
    await vi.waitFor(() => client.workflow.getHandle(topUpWorkflowId(topUpId)).describe(), {
      timeout: PATIENCE_MS,
      interval: 50,
    });
    await client.workflow.getHandle(topUpWorkflowId(topUpId)).result();
    return row(topUpId);
  }

  /** How often money was taken and how often it was credited: each must be once, or never. */
  async function moneyMoved(topUp: TopUp): Promise<{ charged: number; credited: number }> {
    const intents = await paymentIntentsOf(stripeUrl, topUp.id);
    const entries = await ledger.wallets.entries(topUp.accountId, topUp.walletId, { limit: 100 });
    return {
      charged: intents.filter(({ status }) => status === 'succeeded').length,
      credited: (entries?.items ?? []).filter(({ topUpId }) => topUpId === topUp.id).length,
    };
  }
}
