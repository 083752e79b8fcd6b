import type { PaymentMethod } from '@drawdown/ledger';
import { tester } from '@drawdown/ledger/testing';
import { type RetrySchedule, SEARCH_ATTRIBUTES } from '@drawdown/shared/workflows';
import { expect, vi } from 'vitest';
import { chargeRetryClient } from './charge-retry-client.ts';
import type { PayerScenario } from './payer-scenario.ts';
import { paymentIntentsOf } from './stripe-observer.ts';
import { topUpClient } from './top-up-client.ts';
import { type BenchOptions, openWorkerBench } from './worker-bench.ts';

export const ONCE = { charged: 1, credited: 1 };
export const NEVER = { charged: 0, credited: 0 };

export type RequestedTopUp = Awaited<ReturnType<PayerScenario['requestTopUp']>>;

export type CollectionsBench = Awaited<ReturnType<typeof openCollectionsBench>>;

let cards = 0;

/** A running worker and short ways to charges that fail. */
export async function openCollectionsBench(options: BenchOptions = {}) {
  const bench = await openWorkerBench(options);
  const { scenario, stripe, ledger } = bench;
  const worker = await bench.startWorker();
  const topUps = topUpClient(bench.client);
  const retries = chargeRetryClient(bench.client);

  return {
    ...bench,
    topUps,
    retries,
    failing,
    declined,
    backupCard,
    automaticTopUp,
    waiting,
    until,
    settled,
    confirmKeys,
    paymentIntentStatus,
    firstOutcome: topUps.firstOutcome,

    async calm(): Promise<void> {
      await stripe.clearFaults();
      await stripe.webhooks('deliver');
    },

    async close(): Promise<void> {
      await worker.stop();
      await bench.close();
    },
  };

  /** A requested top-up whose card will answer `code` for ever. */
  async function failing(code: string, testCard = `pm_card_visa~c${++cards}`, amountMinor = 25_000) {
    const buyer = await scenario.buyerWithCard(testCard);
    const topUp = await scenario.requestTopUp(buyer, amountMinor);
    const card = topUp.paymentMethod;
    if (!card) throw new Error('the top-up has no card');
    await stripe.cardAnswers(card.stripePaymentMethodId, code);
    return { buyer, topUp, card };
  }

  /** The same, after its first attempt. */
  async function declined(code: string, testCard?: string) {
    const started = await failing(code, testCard);
    await topUps.firstOutcome(started.topUp);
    return started;
  }

  async function backupCard(buyerId: string, testCard: string): Promise<PaymentMethod> {
    const payer = { kind: 'buyer', buyerId } as const;
    const card = await scenario.saveCard(payer, testCard);
    await ledger.paymentMethods.setBackup(
      { accountId: card.accountId, payer, paymentMethodId: card.id, consentText: 'charge this one too' },
      tester,
    );
    return card;
  }

  /** One that nobody asked for: it does not insist on a card that has just been declined. */
  async function automaticTopUp(buyer: { id: string; walletId: string }, amountMinor: number) {
    const topUp = await scenario.requestTopUp(buyer, amountMinor);
    return { ...topUp, trigger: 'auto' as const };
  }

  /** What it waits for, once it does. */
  function waiting(chargeId: string): Promise<RetrySchedule> {
    return vi.waitFor(
      async () => {
        const schedule = await retries.schedule(chargeId);
        expect(schedule.words).not.toMatch(/^(Starting|Attempt \d+:)/);
        return schedule;
      },
      { timeout: 20_000, interval: 50 },
    );
  }

  /** Waits for the process to show this state to operators. */
  async function until(chargeId: string, flowState: string): Promise<void> {
    await vi.waitFor(
      async () => {
        const { typedSearchAttributes } = await retries.handleOf(chargeId).describe();
        const shown = typedSearchAttributes
          .getAll()
          .find(({ key }) => key.name === SEARCH_ATTRIBUTES.flowState);
        expect(shown?.value).toBe(flowState);
      },
      { timeout: 20_000, interval: 100 },
    );
  }

  /** Waits until everything that was said to it has been dealt with. */
  async function settled(chargeId: string): Promise<void> {
    const { historyLength } = await retries.handleOf(chargeId).describe();
    await vi.waitFor(
      async () => {
        const { raw } = await retries.handleOf(chargeId).describe();
        expect(raw.pendingActivities ?? []).toEqual([]);
        expect(raw.pendingWorkflowTask ?? null).toBeNull();
        expect(Number(raw.workflowExecutionInfo?.historyLength)).toBeGreaterThanOrEqual(historyLength);
      },
      { timeout: 20_000, interval: 100 },
    );
  }

  /** Under which keys Stripe was asked to charge, each once, without what they have in common. */
  async function confirmKeys({ chargeId }: { chargeId: string }): Promise<string[]> {
    const prefix = `chg:${chargeId}:confirm`;
    const keys = (await stripe.requests('/confirm')).map(({ idempotencyKey }) => idempotencyKey ?? '');
    return [...new Set(keys.filter((key) => key.startsWith(prefix)))].map((key) => key.slice(prefix.length));
  }

  async function paymentIntentStatus({ id }: { id: string }): Promise<string | undefined> {
    return (await paymentIntentsOf(bench.stripeUrl, id))[0]?.status;
  }
}
