import { tester, usd } from '@drawdown/ledger/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { restartAbandonedTopUps } from '../janitor/janitor.ts';
import { createTopUpWorkflows } from '../temporal/top-up-workflows.ts';
import { topUpClient } from '../testing/top-up-client.ts';
import { openWorkerBench, type WorkerBench } from '../testing/worker-bench.ts';
import type { WorkerProcess } from '../worker-process.ts';

let bench: WorkerBench;
let worker: WorkerProcess;
let topUps: ReturnType<typeof topUpClient>;

beforeAll(async () => {
  bench = await openWorkerBench({ webhooks: true });
  worker = await bench.startWorker();
  topUps = topUpClient(bench.client);
});

afterEach(async () => {
  await bench.stripe.clearFaults();
  await bench.stripe.webhooks('deliver');
});

afterAll(async () => {
  await worker?.stop();
  await bench?.close();
});

async function requested(testCard?: string) {
  const buyer = await bench.scenario.buyerWithCard(testCard);
  return bench.scenario.requestTopUp(buyer);
}

/** Waits for the workflow to be listening for the payer, and answers its PaymentIntent. */
async function waitingForPayer(topUpId: string): Promise<string> {
  const { paymentIntentId } = await bench.observe.until(topUpId, 'requires_action');
  if (paymentIntentId === null) throw new Error('no PaymentIntent');
  return paymentIntentId;
}

const ONCE = { charged: 1, credited: 1 };
const NEVER = { charged: 0, credited: 0 };

describe('a top-up by card', () => {
  it('charges the card, credits the wallet, and says so at once', async () => {
    const topUp = await requested();

    expect(await topUps.firstOutcome(topUp)).toEqual({ status: 'succeeded' });

    const ended = await bench.observe.ended(topUp.id);
    expect(ended).toMatchObject({ status: 'succeeded', attempts: [{ number: 1, outcome: 'succeeded' }] });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    expect(await bench.scenario.balance(topUp.walletId)).toBe(25_000n);
  });

  it('is one charge and one credit when twenty callers start it at once', async () => {
    const topUp = await requested();

    const outcomes = await Promise.all(Array.from({ length: 20 }, () => topUps.firstOutcome(topUp)));

    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['succeeded']));
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });

  it('ends as declined when Stripe refuses to set the payment up, and nothing is credited', async () => {
    const buyer = await bench.scenario.buyerWithCard();
    await bench.ledger.accounts.updateSettings(bench.scenario.accountId, { topUpMinimum: usd(10) }, tester);
    const topUp = await bench.scenario.requestTopUp(buyer, 10);

    expect(await topUps.firstOutcome(topUp)).toEqual({ status: 'declined', code: 'amount_too_small' });

    const ended = await bench.observe.ended(topUp.id);
    expect(ended).toMatchObject({ status: 'declined', decline: { code: 'amount_too_small' } });
    expect(ended.attempts).toMatchObject([{ outcome: 'declined' }]);
    expect(await bench.observe.moneyMoved(topUp)).toEqual(NEVER);
    expect(await topUps.words(topUp.id)).toContain('The amount is below the smallest');
  });

  it('is still to be paid when the card is gone from Stripe', async () => {
    const topUp = await requested();
    const { paymentMethod } = await bench.observe.row(topUp.id);
    await bench.payments.detachCard(paymentMethod?.stripePaymentMethodId ?? '');

    expect(await topUps.firstOutcome(topUp)).toEqual({ status: 'retrying', code: 'payment_method_missing' });
  });

  it('does nothing for a row that has ended already', async () => {
    const topUp = await requested();
    await topUps.firstOutcome(topUp);
    await bench.observe.ended(topUp.id);

    await createTopUpWorkflows(bench.client).startAgain(topUp);

    expect(await topUps.handleOf(topUp.id).result()).toEqual({ status: 'succeeded' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });
});

describe('a top-up that the payer has to confirm', () => {
  it('waits, and credits the wallet when the payer has confirmed', async () => {
    const topUp = await requested('pm_card_authenticationRequired');
    expect(await topUps.firstOutcome(topUp)).toEqual({ status: 'requires_action' });
    const paymentIntentId = await waitingForPayer(topUp.id);
    expect(await topUps.words(topUp.id)).toContain(
      'The bank wants the card’s owner to confirm this payment.',
    );

    await bench.stripe.authenticate(paymentIntentId, 'success');

    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });

  it('goes on waiting when the payer fails to confirm', async () => {
    const topUp = await requested('pm_card_authenticationRequired');
    await topUps.firstOutcome(topUp);

    await bench.stripe.authenticate(await waitingForPayer(topUp.id), 'failure');
    // It has looked at Stripe since.
    await vi.waitFor(async () => {
      const [newest] = (await bench.stripe.requests('/v1/payment_intents/pi')).slice(-1);
      expect(newest?.method).toBe('GET');
    }, 15_000);

    expect(await bench.observe.row(topUp.id)).toMatchObject({ status: 'requires_action' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(NEVER);
  });

  it('can be canceled, and then no money can come in any more', async () => {
    const topUp = await requested('pm_card_authenticationRequired');
    await topUps.firstOutcome(topUp);
    const paymentIntentId = await waitingForPayer(topUp.id);

    expect(await topUps.cancel(topUp.id)).toEqual({ canceled: true });

    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'canceled' });
    await expect(bench.stripe.authenticate(paymentIntentId, 'success')).rejects.toThrow();
    expect(await bench.observe.moneyMoved(topUp)).toEqual(NEVER);
  });

  it('is credited and not canceled when the payer was faster', async () => {
    await bench.stripe.webhooks('drop');
    const topUp = await requested('pm_card_authenticationRequired');
    await topUps.firstOutcome(topUp);
    await bench.stripe.authenticate(await waitingForPayer(topUp.id), 'success');

    expect(await topUps.cancel(topUp.id)).toEqual({
      canceled: false,
      because: 'The card had been charged already; the wallet is credited.',
    });
    await bench.observe.ended(topUp.id);
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });

  it.each(['terminate', 'cancel'] as const)(
    'is left as it is (%s): the janitor starts it again and it goes on waiting',
    {
      timeout: 60_000,
    },
    async (how) => {
      const topUp = await requested('pm_card_authenticationRequired');
      await topUps.firstOutcome(topUp);
      const paymentIntentId = await waitingForPayer(topUp.id);
      await topUps.handleOf(topUp.id)[how]();
      await expect(topUps.handleOf(topUp.id).result()).rejects.toThrow();
      expect(await bench.observe.row(topUp.id)).toMatchObject({ status: 'requires_action' });

      const topUpWorkflows = createTopUpWorkflows(bench.client);
      const { ledger, log } = bench;
      const sweep = () =>
        restartAbandonedTopUps({ ledger, topUpWorkflows, log }, new Date(Date.now() + 1000));
      // Temporal's index of what is running lags behind.
      await vi.waitFor(async () => expect((await sweep()).map(({ id }) => id)).toContain(topUp.id), 10_000);
      expect(await sweep()).toEqual([]);

      await bench.stripe.authenticate(paymentIntentId, 'success');
      expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
      expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    },
  );
});

describe('an operator', () => {
  it('sees in Temporal whose top-up it is and why it is not paid', async () => {
    const topUp = await requested('pm_card_chargeCustomerFail');
    await topUps.firstOutcome(topUp);
    const { paymentIntentId } = await bench.observe.until(topUp.id, 'retrying');

    const description = await topUps.handleOf(topUp.id).describe();

    expect(await description.staticSummary()).toBe('Top-up $250.00 for Acme Solar (card of the buyer)');
    const attributes = description.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]);
    expect(Object.fromEntries(attributes)).toMatchObject({
      AccountId: topUp.accountId,
      BuyerId: topUp.buyerId,
      WalletId: topUp.walletId,
      AmountMinor: 25_000,
      StripePaymentIntentId: paymentIntentId,
      FlowState: 'retrying',
      FailureCode: 'generic_decline',
    });
  });

  it('sees what it waits for and which process collects it', async () => {
    const topUp = await requested('pm_card_authenticationRequired');
    await topUps.firstOutcome(topUp);

    const metadata = await topUps
      .handleOf(topUp.id)
      .query<{ currentDetails: string }>('__temporal_workflow_metadata');

    expect(metadata.currentDetails).toMatch(
      /^\*\*\$250\.00\*\* for Acme Solar, from visa \d{4} of Acme Solar\n\nNot paid yet: .* The process charge-retry:chg_\w+ collects it\.$/,
    );
  });
});

describe('a message that comes at the wrong time', () => {
  it('is refused in words while the card is being charged', async () => {
    await bench.stripe.fault({ path: '/confirm', method: 'POST', mode: 'delay', times: 1, delayMs: 2500 });
    const topUp = await requested();
    const firstOutcome = topUps.firstOutcome(topUp);
    await vi.waitFor(async () => expect(await topUps.words(topUp.id)).toBe('Charging the card.'));

    const refusal = await topUps.cancel(topUp.id).catch((error: Error) => error.cause);

    expect(refusal).toMatchObject({ message: 'The card is being charged at this moment.' });
    expect(await firstOutcome).toEqual({ status: 'succeeded' });
  });

  it('does no harm when the webhook is faster than the answer', async () => {
    await bench.stripe.fault({ path: '/confirm', method: 'POST', mode: 'delay', times: 1, delayMs: 2500 });
    const topUp = await requested();

    expect(await topUps.firstOutcome(topUp)).toEqual({ status: 'succeeded' });
    await bench.observe.ended(topUp.id);
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });

  it('credits money that comes in past us while the charge is collected', async () => {
    const topUp = await requested('pm_card_chargeCustomerFail');
    await topUps.firstOutcome(topUp);
    const { paymentIntentId } = await bench.observe.until(topUp.id, 'retrying');

    await confirmPastUs(paymentIntentId ?? '', topUp.id);

    await bench.observe.until(topUp.id, 'succeeded');
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });
});

/** Somebody charges another card for the same payment at Stripe. */
async function confirmPastUs(paymentIntentId: string, topUpId: string): Promise<void> {
  const charge = await bench.ledger.charges.findByPaymentIntent(paymentIntentId);
  const card = await bench.payments.saveCard({
    customerId: charge?.stripeCustomerId ?? '',
    source: { testCard: 'pm_card_visa' },
  });
  if (card.outcome !== 'saved') throw new Error('the card was not saved');
  const charged = await bench.payments.confirmPaymentIntent({
    idempotencyKey: `past-us:${topUpId}`,
    paymentIntentId,
    stripePaymentMethodId: card.card.stripePaymentMethodId,
  });
  expect(charged).toMatchObject({ outcome: 'succeeded' });
}
