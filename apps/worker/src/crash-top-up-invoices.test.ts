import { tester, usd } from '@drawdown/ledger/testing';
import { topUpInvoiceWorkflowId } from '@drawdown/shared/workflows';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Failpoint } from './failpoints/failpoints.ts';
import { type MortalWorkers, openMortalWorkers } from './testing/mortal-workers.ts';
import type { PayerScenario } from './testing/payer-scenario.ts';
import { openWorkerBench, type WorkerBench } from './testing/worker-bench.ts';
import type { WorkerProcess } from './worker-process.ts';

/** What Stripe was asked for and nobody has heard of, and what was heard and not written. */
const ON_THE_WAY: readonly Failpoint[] = [
  'top-up-invoice:after-draft',
  'top-up-invoice:before-finalize',
  'top-up-invoice:after-attach',
  'top-up-invoice:after-credit-note',
  'top-up-invoice:after-remember-credit-note',
];

/** Longer than all of them take to die. */
const PATIENCE = { timeout: 400_000, interval: 200 };

type RequestedTopUp = Awaited<ReturnType<PayerScenario['requestTopUp']>>;

let bench: WorkerBench;
let mortals: MortalWorkers;
let survivor: WorkerProcess | undefined;

beforeAll(async () => {
  bench = await openWorkerBench();
  mortals = await openMortalWorkers(bench);
});

afterAll(async () => {
  await mortals?.close();
  await survivor?.stop();
  await bench?.close();
});

/** Wants an invoice; a part of it is given back as soon as it is credited. */
async function requested(): Promise<{ topUp: RequestedTopUp; givenBack: Promise<unknown> }> {
  const buyer = await bench.scenario.buyerWithCard();
  const topUp = await bench.scenario.requestTopUp(buyer, 25_000, { invoice: true });
  const { accountId } = bench.scenario;
  const order = { accountId, topUpId: topUp.id, amount: usd(5_000), reason: 'too much' };
  const givenBack = bench.observe
    .until(topUp.id, 'succeeded', PATIENCE.timeout)
    .then(() => bench.ledger.refunds.request(order, tester));
  return { topUp, givenBack };
}

/** Our invoice, once Stripe has been told of all that there is. */
function invoiced(topUpId: string) {
  return vi.waitFor(async () => {
    const facts = await bench.ledger.topUpInvoices.facts(topUpId);
    const invoice = await bench.ledger.invoices.get(bench.scenario.accountId, facts?.invoiceId ?? '');
    const isTold = invoice?.creditNotes.every(({ stripeCreditNoteId }) => stripeCreditNoteId !== null);
    if (invoice?.status !== 'paid' || invoice.creditNotes.length === 0 || !isTold)
      throw new Error(`the invoice of ${topUpId} is ${invoice?.status}`);
    return invoice;
  }, PATIENCE);
}

type Listed = { id: string; status: string; metadata: Record<string, string> };

async function atStripe(path: string): Promise<Listed[]> {
  const headers = { authorization: `Bearer ${bench.stripeSecretKey}` };
  const response = await fetch(`${bench.stripeUrl}/v1/${path}`, { headers });
  return ((await response.json()) as { data: Listed[] }).data;
}

describe('the worker process, while Stripe makes the invoice of a top-up', () => {
  it('has it made, paid and credited once each, wherever it is killed', { timeout: 600_000 }, async () => {
    const topUps: Awaited<ReturnType<typeof requested>>[] = [];
    for (const failpoint of ON_THE_WAY) {
      topUps.push(await requested());
      await mortals.dieAt(failpoint);
    }

    survivor = await bench.startWorker();
    for (const { topUp, givenBack } of topUps) {
      await givenBack;
      const { id: invoiceId, stripeInvoiceId } = await invoiced(topUp.id);
      expect(await bench.observe.moneyMoved(topUp)).toMatchObject({ charged: 1 });
      expect(await bench.scenario.balance(topUp.walletId)).toBe(20_000n);
      // A draft that nobody remembers is found again: there is no other.
      const made = (await atStripe('invoices?limit=100')).filter(
        ({ metadata }) => metadata.invoiceId === invoiceId,
      );
      expect(made).toMatchObject([{ id: stripeInvoiceId, status: 'paid' }]);
      expect(await atStripe(`credit_notes?invoice=${stripeInvoiceId}`)).toHaveLength(1);
      await bench.client.workflow.getHandle(topUpInvoiceWorkflowId(topUp.id)).result();
    }
    expect(await bench.ledger.checkInvariants()).toEqual([]);
  });
});
