import { tester, usd } from '@drawdown/ledger/testing';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, it } from 'vitest';
import type { WorkerProcess } from '../worker-process.ts';
import { type BilledBuyer, billingBench, payOnPage } from './billing-bench.ts';
import { installQuietRuntime } from './quiet-runtime.ts';
import { storeHistory } from './store-history.ts';
import { findTimeSkippingServer } from './time-skipping/server.ts';
import { openWorkerBench, type WorkerBench } from './worker-bench.ts';

/** Runs invoices to each of their endings and stores the histories in `folder`. Needs the time-skipping server. */
export function recordInvoices(folder: URL): void {
  let environment: TestWorkflowEnvironment;
  let bench: WorkerBench;
  let worker: WorkerProcess;
  let billing: ReturnType<typeof billingBench>;

  beforeAll(async () => {
    installQuietRuntime();
    const server = await findTimeSkippingServer();
    if (!server.found) throw new Error(`Histories cannot be recorded, because ${server.reason}`);
    environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path: server.executable } },
    });
    bench = await openWorkerBench({
      temporalAddress: environment.address,
      namespace: 'default',
      webhooks: true,
    });
    worker = await bench.startWorker();
    billing = billingBench(bench);
  });

  afterAll(async () => {
    await worker?.stop();
    await bench?.close();
    await environment?.teardown();
  });

  /** An invoice that is open at once: its period was billed before its end. */
  async function billed(
    terms: NonNullable<Parameters<typeof billing.buyer>[0]> = {},
    testCard: string | undefined = undefined,
  ) {
    const buyer = await billing.buyer(terms, { testCard });
    await buyer.deliver(40_00);
    const { accountId, id: buyerId } = buyer;
    const actor = { kind: 'system', id: 'test', label: 'test' } as const;
    const [invoiceId] = (await bench.ledger.invoices.closeNow({ accountId, buyerId }, actor)) ?? [];
    const closed = invoiceId === undefined ? null : await bench.ledger.invoices.get(accountId, invoiceId);
    const period = closed?.period ?? '';
    return { buyer, period, invoice: await buyer.invoice(period, 'open') };
  }

  async function store(name: string, { id: buyerId, kind }: BilledBuyer, period: string): Promise<void> {
    const handle = billing.handleOf({ buyerId, kind, period });
    await handle.result().catch(() => undefined);
    await storeHistory(new URL(`invoices/${name}.json`, folder), handle);
  }

  it('stores an invoice that was paid on its page', async () => {
    const { buyer, period, invoice } = await billed();
    await payOnPage(invoice);
    await store('paid-on-page', buyer, period);
  });

  it('stores an invoice that the card on file paid on the due date', async () => {
    const { buyer, period } = await billed({}, 'pm_card_visa~recorded');
    await environment.sleep('15 days');
    await store('paid-by-card', buyer, period);
  });

  it('stores an invoice that was declined, overdue and paid late', { timeout: 90_000 }, async () => {
    const { buyer, period, invoice } = await billed({}, 'pm_card_visa~declining');
    const card = (await bench.ledger.buyers.get(buyer.accountId, buyer.id))?.defaultPaymentMethod;
    await bench.stripe.cardAnswers(String(card?.stripePaymentMethodId), 'insufficient_funds');
    await environment.sleep('17 days');
    await buyer.invoice(period, 'overdue');
    await payOnPage(invoice);
    await store('paid-late', buyer, period);
  });

  it('stores an invoice whose payment had to be asked for again', { timeout: 90_000 }, async () => {
    const { buyer, period } = await billed({}, 'pm_card_visa~unknown');
    await bench.stripe.fault({ path: '/pay', method: 'POST', mode: 'http_500', times: 1 });
    await environment.sleep('15 days');
    await store('paid-after-unknown', buyer, period);
  });

  it('stores an invoice that was reminded of, voided, and one that was written off', {
    timeout: 90_000,
  }, async () => {
    const voided = await billed({ failurePolicy: 'continue' });
    await environment.sleep('24 days');
    await voided.buyer.ask(voided.period, { wish: 'void', by: 'Ada', reason: 'wrong address' });
    await store('voided', voided.buyer, voided.period);
    const off = await billed();
    await off.buyer.ask(off.period, { wish: 'write_off', by: 'Ada', reason: 'insolvent' });
    await store('written-off', off.buyer, off.period);
  });

  it('stores an invoice that is billed by hand and canceled in Temporal', async () => {
    const { buyer, period } = await billed({ mechanism: 'manual', creditLimit: usd(1_000_00) });
    await billing.handleOf({ buyerId: buyer.id, kind: buyer.kind, period }).cancel();
    await store('canceled', buyer, period);
  });

  it('stores an invoice that is billed by hand and paid', async () => {
    const { buyer, period, invoice } = await billed({ mechanism: 'manual', creditLimit: usd(1_000_00) });
    const { accountId, id: buyerId } = buyer;
    const { id: invoiceId, amountDue: amount } = invoice;
    const payment = { accountId, buyerId, invoiceId, amount, reference: 'bank 1' };
    await bench.ledger.receivablePayments.record(payment, tester);
    await store('paid-by-hand', buyer, period);
  });

  it('stores an invoice that was issued when Stripe was back, and paid when somebody asked for it', {
    timeout: 90_000,
  }, async () => {
    await bench.stripe.fault({ path: '/v1/invoices', mode: 'http_500', times: 10_000 });
    const buyer = await billing.buyer({}, { testCard: 'pm_card_visa~asked' });
    await buyer.deliver(40_00);
    const { accountId, id: buyerId } = buyer;
    const [invoiceId = ''] = (await bench.ledger.invoices.closeNow({ accountId, buyerId }, tester)) ?? [];
    const period = (await bench.ledger.invoices.get(accountId, invoiceId))?.period ?? '';
    await buyer.says(period, 'Stripe gives no usable answer');
    await bench.stripe.clearFaults();
    await environment.sleep('1 hour');
    await buyer.invoice(period, 'open');
    await buyer.ask(period, { wish: 'pay', by: 'Ada', paymentMethodId: null });
    await store('paid-when-asked', buyer, period);
  });

  it('stores a period that had nothing to bill', async () => {
    const buyer = await billing.buyer();
    const [input] = (await billing.sweep()).filter(({ buyerId }) => buyerId === buyer.id);
    await environment.sleep('60 days');
    await store('nothing-to-bill', buyer, input?.period ?? '');
  });
}
