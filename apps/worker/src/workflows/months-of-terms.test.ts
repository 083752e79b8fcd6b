import { tester, usd } from '@drawdown/ledger/testing';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { billingBench, payOnPage } from '../testing/billing-bench.ts';
import { papersAtStripe } from '../testing/papers-at-stripe.ts';
import { installQuietRuntime } from '../testing/quiet-runtime.ts';
import { findTimeSkippingServer } from '../testing/time-skipping/server.ts';
import { openWorkerBench, type WorkerBench } from '../testing/worker-bench.ts';
import type { WorkerProcess } from '../worker-process.ts';

const server = await findTimeSkippingServer();
if (!server.found) console.warn(`Skipped, because ${server.reason}: months of net terms`);

const DAY_MS = 86_400_000;

/** The first day of the month that lies `months` after this one, and the text of the one before it. */
function months(ahead: number): { period: string; endsAt: Date } {
  const now = new Date();
  const endsAt = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1, 1));
  return { period: new Date(endsAt.getTime() - DAY_MS).toISOString().slice(0, 7), endsAt };
}

describe.skipIf(!server.found)('months of net terms', { timeout: 180_000 }, () => {
  let environment: TestWorkflowEnvironment;
  let bench: WorkerBench;
  let worker: WorkerProcess;
  let billing: ReturnType<typeof billingBench>;

  beforeEach(async () => {
    installQuietRuntime();
    const path = server.found ? server.executable : '';
    environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    });
    bench = await openWorkerBench({
      temporalAddress: environment.address,
      namespace: 'default',
      webhooks: true,
    });
    worker = await bench.startWorker();
    billing = billingBench(bench);
  });

  afterEach(async () => {
    const findings = await bench?.ledger.checkInvariants();
    await worker?.stop();
    await bench?.close();
    await environment?.teardown();
    expect(findings).toEqual([]);
  });

  async function until(time: Date): Promise<void> {
    await environment.sleep(Math.max(1, time.getTime() - (await environment.currentTimeMs())));
  }
  const after = (time: Date, days: number) => new Date(time.getTime() + days * DAY_MS);

  it('bills three months: paid early, paid late after a declined card and a pause, paid in two parts', async () => {
    const buyer = await billing.buyer({}, { testCard: 'pm_card_visa~terms' });
    const card = (await bench.ledger.buyers.get(buyer.accountId, buyer.id))?.defaultPaymentMethod;
    const [first, second, third] = [months(0), months(1), months(2)];

    // The first month is paid on the invoice page before it is due.
    await buyer.deliver(120_00);
    await buyer.deliver(80_00);
    await billing.sweep();
    await buyer.says(first.period, 'Leads of this period are being delivered');
    await until(after(first.endsAt, 1));
    const early = await buyer.invoice(first.period, 'open');
    expect(early).toMatchObject({ amountDue: usd(200_00), lines: [{ leads: 2 }] });
    expect(early.dueAt?.getTime()).toBeGreaterThan(first.endsAt.getTime() + 13 * DAY_MS);
    await payOnPage(early);
    await buyer.invoice(first.period, 'paid');
    expect(await buyer.ending(first.period)).toEqual({ ended: 'paid', invoiceId: early.id });

    // The second month: the card is declined on the due date, the buyer is paused, and pays after all.
    await buyer.deliver(300_00);
    await bench.stripe.cardAnswers(String(card?.stripePaymentMethodId), 'insufficient_funds');
    await buyer.says(second.period, 'Leads of this period are being delivered');
    await until(after(second.endsAt, 10));
    await buyer.invoice(second.period, 'open');
    await buyer.deliveryStatusIs('active');
    await until(after(second.endsAt, 15));
    const late = await buyer.invoice(second.period, 'overdue');
    await buyer.deliveryStatusIs('paused');
    const charge = await bench.ledger.charges.findByPaymentIntent(
      String((await bench.payments.lookUpInvoice(String(late.stripeInvoiceId))).ownPaymentIntentId),
    );
    expect(charge).toMatchObject({ status: 'declined', attempts: [{ outcome: 'declined' }] });
    await until(after(second.endsAt, 25));
    expect(await buyer.mails('invoice_overdue')).toBe(1);
    await payOnPage(late);
    await buyer.deliveryStatusIs('active');
    expect(await buyer.ending(second.period)).toEqual({ ended: 'paid', invoiceId: late.id });

    // The third month is paid in two parts: half of it by bank transfer, the rest on the page.
    await buyer.deliver(90_00);
    await until(after(third.endsAt, 1));
    const parts = await buyer.invoice(third.period, 'open');
    expect(parts.amountDue).toEqual(usd(90_00));
    const recorded = await bench.ledger.receivablePayments.record(
      {
        accountId: buyer.accountId,
        buyerId: buyer.id,
        amount: usd(40_00),
        reference: 'bank 1',
        invoiceId: parts.id,
      },
      tester,
    );
    expect(recorded.outcome).toBe('recorded');
    await vi.waitFor(
      async () =>
        expect(await bench.payments.lookUpInvoice(String(parts.stripeInvoiceId))).toMatchObject({
          amountRemainingMinor: 50_00,
        }),
      { timeout: 20_000, interval: 50 },
    );
    await payOnPage(parts);
    const paid = await buyer.invoice(third.period, 'paid');
    expect(paid.payments.map(({ source, amount }) => [source, amount])).toEqual([
      ['outside', usd(40_00)],
      ['hosted_page', usd(50_00)],
    ]);
    expect(await buyer.receivable()).toMatchObject({ owed: usd(0), trust: usd(0), openInvoices: [] });
  });

  it('charges the card on file on the due date', async () => {
    const buyer = await billing.buyer({ termsDays: 30 }, { testCard: 'pm_card_visa~due' });
    const { period, endsAt } = months(0);
    await buyer.deliver(55_00);
    await billing.sweep();
    await until(after(endsAt, 29));
    await buyer.invoice(period, 'open');
    expect(await buyer.mails('invoice_issued')).toBe(2);
    await until(after(endsAt, 31));
    const paid = await buyer.invoice(period, 'paid');
    expect(paid.payments).toMatchObject([{ source: 'card_on_file', amount: usd(55_00) }]);
    expect(await buyer.ending(period)).toMatchObject({ ended: 'paid' });
  });

  it('makes one invoice when Stripe is back, and charges it once although that call broke', async () => {
    const buyer = await billing.buyer({}, { testCard: 'pm_card_visa~away' });
    const { period, endsAt } = months(0);
    await buyer.deliver(55_00);
    await billing.sweep();
    await bench.stripe.fault({ path: '/v1/invoices', mode: 'http_500', times: 10_000 });
    await until(after(endsAt, 0.1));
    await buyer.says(period, 'Stripe gives no usable answer when it is asked to make the invoice');
    await bench.stripe.clearFaults();
    await until(after(endsAt, 1));
    const { id: invoiceId } = await buyer.invoice(period, 'open');
    await buyer.says(period, 'is to be paid');
    await bench.stripe.fault({ path: '/pay', method: 'POST', mode: 'http_500', times: 1 });
    await until(after(endsAt, 16));
    await buyer.invoice(period, 'paid');
    expect(await buyer.ending(period)).toEqual({ ended: 'paid', invoiceId });
    expect(await papersAtStripe(bench, { buyerId: buyer.id, invoiceId })).toMatchObject({
      invoices: [{ status: 'paid', total: 55_00 }],
      lines: 1,
      creditNotes: [],
      payments: 1,
    });
  });

  it('voids one, whose leads are on the next, and writes that off', async () => {
    const buyer = await billing.buyer({ returnWindowDays: 30 });
    const [first, second] = [months(0), months(1)];
    const returned = await buyer.deliver(20_00);
    await buyer.deliver(100_00);
    await billing.sweep();
    await until(after(first.endsAt, 1));
    const invoice = await buyer.invoice(first.period, 'open');
    // A lead that comes back after the closing lowers what Stripe asks for.
    await bench.ledger.returns.return(
      { accountId: buyer.accountId, deliveryId: returned.id, code: 'duplicate' },
      tester,
    );
    const stripeInvoiceId = String(invoice.stripeInvoiceId);
    await vi.waitFor(
      async () =>
        expect(await bench.payments.lookUpInvoice(stripeInvoiceId)).toMatchObject({
          amountRemainingMinor: 100_00,
        }),
      { timeout: 20_000, interval: 50 },
    );
    const wish = { wish: 'void', by: 'Ada', reason: 'wrong address' } as const;
    expect(await buyer.ask(first.period, wish)).toMatchObject({ outcome: 'done' });
    expect(await buyer.ending(first.period)).toMatchObject({ ended: 'void' });
    expect((await bench.payments.lookUpInvoice(stripeInvoiceId)).status).toBe('void');
    expect(await buyer.receivable()).toMatchObject({ owed: usd(100_00), unbilled: usd(100_00) });

    await buyer.deliver(30_00);
    await until(after(second.endsAt, 20));
    const next = await buyer.invoice(second.period, 'overdue');
    expect(next.amountDue).toEqual(usd(130_00));
    await buyer.deliveryStatusIs('paused');
    const off = { wish: 'write_off', by: 'Ada', reason: 'insolvent' } as const;
    expect(await buyer.ask(second.period, off)).toMatchObject({ outcome: 'done' });
    await buyer.deliveryStatusIs('active');
    expect(await buyer.ending(second.period)).toMatchObject({ ended: 'written_off' });
    expect(await buyer.receivable()).toMatchObject({ owed: usd(0), openInvoices: [] });
  });

  it('keeps delivering to a buyer with the policy continue, and reminds', async () => {
    const buyer = await billing.buyer({ failurePolicy: 'continue' });
    const { period, endsAt } = months(0);
    await buyer.deliver(10_00);
    await billing.sweep();
    await until(after(endsAt, 16));
    const invoice = await buyer.invoice(period, 'overdue');
    await buyer.deliveryStatusIs('active');
    expect(await buyer.deliver(10_00)).toMatchObject({ fundedBy: 'credit' });
    await until(after(endsAt, 14 + 22));
    await vi.waitFor(async () => expect(await buyer.mails('invoice_overdue')).toBe(6), {
      timeout: 15_000,
      interval: 50,
    });
    await payOnPage(invoice);
    await buyer.invoice(period, 'paid');
  });

  it('closes what is billed by hand without a word to Stripe', async () => {
    const buyer = await billing.buyer({ mechanism: 'manual', creditLimit: null });
    const { period, endsAt } = months(0);
    await buyer.deliver(10_00);
    const before = (await bench.stripe.requests('/v1')).length;
    await billing.sweep();
    await until(after(endsAt, 20));
    const invoice = await buyer.invoice(period, 'overdue');
    expect(invoice).toMatchObject({ stripeInvoiceId: null, hostedUrl: null, amountDue: usd(10_00) });
    await bench.ledger.receivablePayments.record(
      {
        accountId: buyer.accountId,
        buyerId: buyer.id,
        amount: usd(10_00),
        reference: 'bank 2',
        invoiceId: invoice.id,
      },
      tester,
    );
    await buyer.deliveryStatusIs('active');
    expect(await buyer.ending(period)).toMatchObject({ ended: 'paid' });
    expect(await bench.stripe.requests('/v1')).toHaveLength(before);
  });
});
