import { usd } from '@drawdown/ledger/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Failpoint } from './failpoints/failpoints.ts';
import { type BilledBuyer, billingBench } from './testing/billing-bench.ts';
import { type MortalWorkers, openMortalWorkers } from './testing/mortal-workers.ts';
import { openWorkerBench, type WorkerBench } from './testing/worker-bench.ts';

/** On the way of an invoice that is due at once, from its closing to the card that pays it. */
const ON_THE_WAY_TO_PAID: readonly Failpoint[] = [
  'invoice:after-create',
  'invoice:after-line',
  'invoice:before-issue',
  'invoice:after-reserve',
  'invoice:after-pay',
  'invoice:after-record-money',
];

let bench: WorkerBench;
let billing: ReturnType<typeof billingBench>;
let mortals: MortalWorkers;
let cards = 0;

beforeAll(async () => {
  bench = await openWorkerBench();
  billing = billingBench(bench);
  mortals = await openMortalWorkers(bench);
});

afterAll(async () => {
  await mortals?.close();
  await bench?.close();
});

/** Billed at this moment, and due at once. */
async function billed(): Promise<{ buyer: BilledBuyer; period: string }> {
  const testCard = `pm_card_visa~crash-${++cards}`;
  const buyer = await billing.buyer({ termsDays: 0 }, { testCard });
  await buyer.deliver(25_00);
  await buyer.deliver(15_00);
  const { accountId, id: buyerId } = buyer;
  const actor = { kind: 'system', id: 'test', label: 'test' } as const;
  const [invoiceId] = (await bench.ledger.invoices.closeNow({ accountId, buyerId }, actor)) ?? [];
  const invoice = invoiceId === undefined ? null : await bench.ledger.invoices.get(accountId, invoiceId);
  return { buyer, period: invoice?.period ?? '' };
}

describe('the worker process, while it bills', () => {
  it('makes one invoice at Stripe and charges it once, wherever it is killed', {
    timeout: 400_000,
  }, async () => {
    const invoices: Awaited<ReturnType<typeof billed>>[] = [];
    for (const failpoint of ON_THE_WAY_TO_PAID) {
      invoices.push(await billed());
      await mortals.dieAt(failpoint);
    }

    const survivor = await bench.startWorker();
    for (const { buyer, period } of invoices) {
      expect(await buyer.ending(period)).toMatchObject({ ended: 'paid' });
      const paid = await buyer.invoice(period, 'paid');
      expect(paid.payments).toMatchObject([{ source: 'card_on_file', amount: usd(40_00) }]);
      const atStripe = await bench.payments.lookUpInvoice(String(paid.stripeInvoiceId));
      expect(atStripe).toMatchObject({ status: 'paid', amountDueMinor: 40_00, amountPaidMinor: 40_00 });
    }
    const created = (await bench.stripe.requests('/v1/invoices')).filter(
      ({ method, path: called, replayed, status }) =>
        method === 'POST' && called === '/v1/invoices' && !replayed && status === 200,
    );
    expect(created).toHaveLength(invoices.length);
    await survivor.stop();
    expect(await bench.ledger.checkInvariants()).toEqual([]);
  });
});
