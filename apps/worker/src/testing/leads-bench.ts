import type { CreateBuyerInput, Delivery, LeadChargeStart } from '@drawdown/ledger';
import {
  LEAD_CHARGE_STATUS_QUERY,
  LEAD_CHARGE_WORKFLOW,
  LEAD_OUTCOME_UPDATE,
  type LeadOutcome,
  leadChargeWorkflowId,
  PAYMENT_CHANGED_SIGNAL,
} from '@drawdown/shared/workflows';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { vi } from 'vitest';
import { leadChargeStartOptions } from '../temporal/lead-charge-start.ts';
import { chargeRetryClient } from './charge-retry-client.ts';
import { paymentIntentsWith } from './stripe-observer.ts';
import { type BenchOptions, openWorkerBench, type WorkerBench } from './worker-bench.ts';

const PATIENCE_MS = 45_000;

export type LeadsBench = Awaited<ReturnType<typeof openLeadsBench>>;
export type PendingLead = LeadChargeStart & { deliveryId: string; chargeId: string };

let cards = 0;

/** A bench of its own with buyers whose card is charged for each lead. */
export async function openLeadsBench(options: BenchOptions = {}) {
  const bench = await openWorkerBench(options);
  return { ...bench, ...leadsOn(bench) };
}

/** Buyers whose card is charged for each lead, and short ways to what becomes of it. */
export function leadsOn(bench: WorkerBench) {
  const { ledger, scenario, stripe, client } = bench;
  const retries = chargeRetryClient(client);
  let leads = 0;

  return {
    retries,
    directBuyer,
    pending,
    lead,
    decide,
    delivery,
    decided,
    charged,
    confirmKeys,
    reasons,
    owed,
    handleOf,
    startWith,
    paymentChanged: (chargeId: string) => handleOf(chargeId).signal(PAYMENT_CHANGED_SIGNAL),
    words: (chargeId: string) => handleOf(chargeId).query<string>(LEAD_CHARGE_STATUS_QUERY),
  };

  /** With a card of its own, which answers `code` for ever. */
  async function directBuyer(billing: CreateBuyerInput['billing'] = {}, code?: string) {
    const testCard = `pm_card_visa~lead${++cards}`;
    const buyer = await scenario.buyerWithCard(testCard, {
      billing: { mechanism: 'direct_charge', ...billing },
    });
    const [card] = await ledger.paymentMethods.list(scenario.accountId, { kind: 'buyer', buyerId: buyer.id });
    if (!card) throw new Error('the buyer has no card');
    if (code !== undefined) await stripe.cardAnswers(card.stripePaymentMethodId, code);
    return { ...buyer, card };
  }

  async function pending(buyerId: string, priceMinor = 2_500): Promise<PendingLead> {
    const result = await ledger.deliveries.deliver(scenario.lead(buyerId, `lead-${++leads}`, priceMinor));
    if (result.outcome !== 'pending') throw new Error(`the lead is not pending but ${result.outcome}`);
    const { id: deliveryId } = result.delivery;
    const charge = (await ledger.leadCharges.ofDeliveries([deliveryId])).get(deliveryId);
    const start = charge && (await ledger.leadCharges.startOf(charge.chargeId));
    if (!start) throw new Error('a pending lead has a charge');
    return { ...start, deliveryId, chargeId: start.input.chargeId };
  }

  /** A lead of a new buyer, not started yet. */
  async function lead(code?: string, billing: CreateBuyerInput['billing'] = {}) {
    const buyer = await directBuyer(billing, code);
    return { buyer, ...(await pending(buyer.id)) };
  }

  function startWith(start: LeadChargeStart) {
    return new WithStartWorkflowOperation(LEAD_CHARGE_WORKFLOW, {
      ...leadChargeStartOptions(start),
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
  }

  /** Has it charged and waits for what comes of it, as the API does. */
  function decide({ input, buyerName, amount }: LeadChargeStart): Promise<LeadOutcome> {
    return client.workflow.executeUpdateWithStart<(order: typeof input) => Promise<unknown>, LeadOutcome, []>(
      LEAD_OUTCOME_UPDATE,
      { updateId: input.chargeId, startWorkflowOperation: startWith({ input, buyerName, amount }) },
    );
  }

  async function delivery(deliveryId: string): Promise<Delivery> {
    const found = await ledger.deliveries.get(scenario.accountId, deliveryId);
    if (!found) throw new Error('no such delivery');
    return found;
  }

  /** Waits until the lead is decided, whoever does it. */
  function decided(deliveryId: string, timeout = PATIENCE_MS): Promise<Delivery> {
    return vi.waitFor(
      async () => {
        const found = await delivery(deliveryId);
        if (found.outcome === 'pending') throw new Error('the lead is still pending');
        return found;
      },
      { timeout, interval: 50 },
    );
  }

  /** How often money was taken for a lead: once, or never. */
  async function charged({ deliveryId }: { deliveryId: string }): Promise<number> {
    const intents = await paymentIntentsWith(bench.stripeUrl, { deliveryId });
    return intents.filter(({ status }) => status === 'succeeded').length;
  }

  /** Under which keys Stripe was asked to charge, each once, without what they have in common. */
  async function confirmKeys({ chargeId }: { chargeId: string }): Promise<string[]> {
    const prefix = `chg:${chargeId}:confirm`;
    const keys = (await stripe.requests('/confirm')).map(({ idempotencyKey }) => idempotencyKey ?? '');
    return [...new Set(keys.filter((key) => key.startsWith(prefix)))].map((key) => key.slice(prefix.length));
  }

  async function reasons(buyerId: string): Promise<string[]> {
    const buyer = await ledger.buyers.get(scenario.accountId, buyerId);
    return (buyer?.pauseReasons ?? []).map(({ reason }) => reason);
  }

  async function owed(buyerId: string): Promise<bigint | undefined> {
    return (await ledger.pauses.facts(buyerId))?.exposure.amountMinor;
  }

  function handleOf(chargeId: string) {
    return client.workflow.getHandle(leadChargeWorkflowId(chargeId));
  }
}
