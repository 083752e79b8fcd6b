import { usd } from '@drawdown/ledger/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { billingBench, payOnPage } from '../testing/billing-bench.ts';
import { openWorkerBench, type WorkerBench } from '../testing/worker-bench.ts';
import type { WorkerProcess } from '../worker-process.ts';

let bench: WorkerBench;
let worker: WorkerProcess;
let billing: ReturnType<typeof billingBench>;

beforeAll(async () => {
  bench = await openWorkerBench({ webhooks: true });
  worker = await bench.startWorker();
  billing = billingBench(bench);
});

afterAll(async () => {
  expect(await bench.ledger.checkInvariants()).toEqual([]);
  await worker?.stop();
  await bench?.close();
});

/** An invoice that is open at once: its period was billed before its end. */
async function billed() {
  const buyer = await billing.buyer();
  await buyer.deliver(40_00);
  const { accountId, id: buyerId } = buyer;
  const actor = { kind: 'system', id: 'test', label: 'test' } as const;
  const [invoiceId] = (await bench.ledger.invoices.closeNow({ accountId, buyerId }, actor)) ?? [];
  const period = (await bench.ledger.invoices.get(accountId, invoiceId ?? ''))?.period ?? '';
  const invoice = await buyer.invoice(period, 'open');
  return { buyer, period, invoice, handle: billing.handleOf({ buyerId, kind: buyer.kind, period }) };
}

describe('the sweep of invoice periods', { timeout: 60_000 }, () => {
  it('starts the present period of every buyer that is billed by period, once', async () => {
    const { id } = await billing.buyer();
    const started = async () => (await billing.sweep()).filter(({ buyerId }) => buyerId === id);
    expect(await started()).toMatchObject([{ buyerId: id, kind: 'net_terms' }]);
    expect(await started()).toEqual([]);
  });

  it('goes on with an invoice whose process was terminated, and asks for nothing twice', async () => {
    const { buyer, period, invoice, handle } = await billed();
    const { runId: terminated } = await handle.describe();
    await handle.terminate('an operator was in doubt');
    // Or the worker, whose own sweep may have been faster.
    await billing.sweep();
    const { runId, status } = await handle.describe();
    expect(status.name).toBe('RUNNING');
    expect(runId).not.toBe(terminated);
    await buyer.says(period, 'is to be paid');
    expect((await buyer.invoice(period, 'open')).stripeInvoiceId).toBe(invoice.stripeInvoiceId);
    await payOnPage(invoice);
    await buyer.invoice(period, 'paid');
    expect(await buyer.ending(period)).toMatchObject({ ended: 'paid' });
  });

  it('goes on with one whose process was canceled', async () => {
    const { buyer, period, invoice, handle } = await billed();
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow();
    await billing.sweep();
    await payOnPage(invoice);
    await buyer.invoice(period, 'paid');
  });
});

describe('an invoice that is closed at Stripe', { timeout: 60_000 }, () => {
  it('is paid where it was marked as paid there', async () => {
    const { buyer, period, invoice } = await billed();
    const stripeInvoiceId = String(invoice.stripeInvoiceId);
    await bench.payments.markInvoicePaidOutside({
      idempotencyKey: `dashboard:${invoice.id}`,
      stripeInvoiceId,
    });
    const paid = await buyer.invoice(period, 'paid');
    expect(paid.payments).toMatchObject([{ source: 'outside', amount: usd(40_00) }]);
    expect(await buyer.ending(period)).toMatchObject({ ended: 'paid' });
  });

  it('is void where it was voided there', async () => {
    const { buyer, period, invoice } = await billed();
    const stripeInvoiceId = String(invoice.stripeInvoiceId);
    await bench.payments.voidInvoice({ idempotencyKey: `dashboard:${invoice.id}`, stripeInvoiceId });
    await buyer.invoice(period, 'void');
    expect(await buyer.receivable()).toMatchObject({ owed: usd(40_00), unbilled: usd(40_00) });
  });

  it('and was written off is paid after all: the money counts for the next one', async () => {
    const { buyer, period, invoice } = await billed();
    await buyer.ask(period, { wish: 'write_off', by: 'Ada', reason: 'insolvent' });
    await buyer.ending(period);
    const { ownPaymentIntentId } = await bench.payments.lookUpInvoice(String(invoice.stripeInvoiceId));
    const card = await bench.scenario.saveCard({ kind: 'buyer', buyerId: buyer.id }, 'pm_card_visa~late');
    await bench.payments.payInvoice({
      idempotencyKey: `late:${invoice.id}`,
      stripeInvoiceId: String(invoice.stripeInvoiceId),
      paymentIntentId: String(ownPaymentIntentId),
      stripePaymentMethodId: card.stripePaymentMethodId,
    });
    await buyer.receivableIs({ owed: usd(-40_00), unbilled: usd(-40_00) });
  });
});
