import type { TopUp } from '@drawdown/ledger';
import { tester, usd } from '@drawdown/ledger/testing';
import { topUpInvoiceWorkflowId } from '@drawdown/shared/workflows';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { restartUnmadeInvoices } from '../janitor/unmade-invoices.ts';
import { createTopUpInvoiceWorkflows } from '../temporal/top-up-invoice-workflows.ts';
import { type CollectionsBench, ONCE, openCollectionsBench } from '../testing/collections-bench.ts';

let bench: CollectionsBench;
// The longer Stripe was away, the longer it takes until it is asked again.
const patience = { timeout: 90_000, interval: 100 };

beforeAll(async () => {
  bench = await openCollectionsBench();
}, 60_000);
afterEach(async () => {
  await bench.stripe.clearFaults();
  expect(await bench.ledger.checkInvariants()).toEqual([]);
});
afterAll(() => bench?.close());

/** Asked for, with the card at hand. */
async function requested(invoice = true): Promise<TopUp & { chargeId: string }> {
  const buyer = await bench.scenario.buyerWithCard(undefined, { name: 'Peak Roofing' });
  return bench.scenario.requestTopUp(buyer, 25_000, { invoice });
}

/** Charged and credited. */
async function credited(invoice = true): Promise<TopUp> {
  const topUp = await requested(invoice);
  await bench.firstOutcome(topUp);
  return bench.observe.until(topUp.id, 'succeeded');
}

function invoiced(topUpId: string): Promise<NonNullable<TopUp['invoice']>> {
  return vi.waitFor(async () => {
    const { invoice } = await bench.observe.row(topUpId);
    if (invoice?.status !== 'paid') throw new Error(`the invoice is ${invoice?.status}`);
    return invoice;
  }, patience);
}

async function refund(topUpId: string, amountMinor: number): Promise<string> {
  const { accountId } = bench.scenario;
  const input = { accountId, topUpId, amount: usd(amountMinor), reason: 'too much' };
  const result = await bench.ledger.refunds.request(input, tester);
  if (result.outcome !== 'accepted') throw new Error(result.outcome);
  return result.refund.id;
}

type StripeList = {
  data: { id: string; amount: number; metadata: Record<string, string>; status: string }[];
};

async function atStripe(path: string): Promise<StripeList> {
  const headers = { authorization: `Bearer ${bench.stripeSecretKey}` };
  const response = await fetch(`${bench.stripeUrl}/v1/${path}`, { headers });
  return (await response.json()) as StripeList;
}

/** Stripe's invoices over a top-up, whatever their state. */
async function invoicesOf({ invoice }: TopUp) {
  const { data } = await atStripe('invoices?limit=100');
  return data.filter(({ metadata }) => metadata.invoiceId === invoice?.id);
}

async function creditNotesOf(stripeInvoiceId: string) {
  return (await atStripe(`credit_notes?invoice=${stripeInvoiceId}`)).data;
}

const handleOf = (topUpId: string) => bench.client.workflow.getHandle(topUpInvoiceWorkflowId(topUpId));

describe('a top-up that wants an invoice', { timeout: 120_000 }, () => {
  it('gets one that is paid by its own payment, with a number and pages that answer', async () => {
    const topUp = await credited();
    const invoice = await invoiced(topUp.id);
    expect(invoice.number).toMatch(/-0001$/);
    const [only, ...more] = await invoicesOf(topUp);
    expect(more).toEqual([]);
    const seen = await bench.payments.lookUpInvoice(only?.id ?? '');
    expect(seen).toMatchObject({
      status: 'paid',
      amountPaidMinor: 25_000,
      payments: [{ paymentIntentId: topUp.paymentIntentId, amountMinor: 25_000, isOwn: false }],
    });
    const page = await (await fetch(invoice.hostedUrl ?? '')).text();
    expect(page).toContain('Prepaid lead credit, Peak Roofing: $250.00');
    expect((await fetch(invoice.pdfUrl ?? '')).headers.get('content-type')).toBe('application/pdf');
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });

  it('names it in its receipt', async () => {
    const topUp = await credited();
    const { number } = await invoiced(topUp.id);
    await vi.waitFor(async () => {
      const { items } = await bench.ledger.emails.list(bench.scenario.accountId, { limit: 100 });
      const receipt = items.find(({ kind, text }) => kind === 'receipt' && text.includes(topUp.id));
      expect(receipt?.text).toContain(`Invoice: ${number}`);
    }, patience);
  });

  it('is none of the business of one that does not', async () => {
    const topUp = await credited(false);
    expect(topUp.invoice).toBeNull();
    expect(await invoicesOf(topUp)).toEqual([]);
    await expect(handleOf(topUp.id).describe()).rejects.toThrow();
  });

  it('is credited at once while Stripe makes no invoices, and has one when Stripe is back', async () => {
    await bench.stripe.fault({ path: '/v1/invoices', mode: 'http_500', times: 1_000 });
    const topUp = await credited();
    expect(topUp).toMatchObject({ status: 'succeeded', invoice: { status: 'draft', number: null } });
    expect(await bench.scenario.balance(topUp.walletId)).toBe(25_000n);
    // The process of the top-up itself has ended: nothing of it waits for the paper.
    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
    await vi.waitFor(async () => {
      const { raw } = await handleOf(topUp.id).describe();
      expect(raw.pendingActivities?.[0]?.attempt).toBeGreaterThan(1);
    }, patience);
    await bench.stripe.clearFaults();
    await invoiced(topUp.id);
    expect(await invoicesOf(topUp)).toMatchObject([{ status: 'paid' }]);
  });

  it.each(['/v1/invoices', '/v1/invoiceitems', '/finalize', '/attach_payment'])(
    'has one invoice over its sum although every answer of %s was lost',
    async (path) => {
      await bench.stripe.fault({ path, method: 'POST', mode: 'drop_after', times: 3 });
      const topUp = await credited();
      await invoiced(topUp.id);
      expect(await invoicesOf(topUp)).toMatchObject([{ status: 'paid', total: 25_000 }]);
      expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    },
  );

  it('has one invoice when its message comes twice, and when nobody started it', async () => {
    const topUp = await credited();
    await invoiced(topUp.id);
    const workflows = createTopUpInvoiceWorkflows(bench.client, bench.ledger.topUpInvoices);
    await workflows.changed(topUp.id);
    await workflows.changed(topUp.id);
    expect(await handleOf(topUp.id).result()).toEqual({ ended: 'up_to_date', creditNotes: 0 });
    expect(await invoicesOf(topUp)).toHaveLength(1);
    const deps = { ledger: bench.ledger, topUpInvoiceWorkflows: workflows, log: bench.log };
    expect(await restartUnmadeInvoices(deps, new Date())).toEqual([]);
  });

  it('is picked up again by the janitor when somebody terminated its process', async () => {
    await bench.stripe.fault({ path: '/v1/invoices', mode: 'http_500', times: 1_000 });
    const topUp = await credited();
    await vi.waitFor(() => handleOf(topUp.id).describe(), patience);
    await handleOf(topUp.id).terminate('by mistake');
    await bench.stripe.clearFaults();
    const workflows = createTopUpInvoiceWorkflows(bench.client, bench.ledger.topUpInvoices);
    const deps = { ledger: bench.ledger, topUpInvoiceWorkflows: workflows, log: bench.log };
    expect(await restartUnmadeInvoices(deps, new Date(Date.now() + 1_000))).toContain(topUp.id);
    await invoiced(topUp.id);
    expect(await invoicesOf(topUp)).toMatchObject([{ status: 'paid' }]);
  });
});

describe('a refund of an invoiced top-up', { timeout: 240_000 }, () => {
  it('is a credit note on its invoice, one for each, also when the answer was lost', async () => {
    const topUp = await credited();
    await invoiced(topUp.id);
    const [invoice] = await invoicesOf(topUp);
    await bench.stripe.fault({ path: '/v1/credit_notes', method: 'POST', mode: 'drop_after', times: 3 });
    await refund(topUp.id, 5_000);
    await refund(topUp.id, 2_500);
    await vi.waitFor(async () => {
      const notes = await creditNotesOf(invoice?.id ?? '');
      expect(notes.map(({ amount }) => amount).sort((one, other) => one - other)).toEqual([2_500, 5_000]);
      expect((await bench.ledger.topUpInvoices.facts(topUp.id))?.creditNotes).toEqual([]);
    }, patience);
    const { accountId } = bench.scenario;
    expect(await bench.ledger.invoices.get(accountId, topUp.invoice?.id ?? '')).toMatchObject({
      status: 'paid',
      paid: usd(17_500),
      credited: usd(7_500),
    });
  });

  it('waits for the invoice where Stripe has not made it yet', async () => {
    await bench.stripe.fault({ path: '/v1/invoices', mode: 'http_500', times: 1_000 });
    const topUp = await credited();
    await refund(topUp.id, 25_000);
    await vi.waitFor(async () => {
      expect((await bench.ledger.topUpInvoices.facts(topUp.id))?.creditNotes).toHaveLength(1);
    }, patience);
    await bench.stripe.clearFaults();
    await invoiced(topUp.id);
    await vi.waitFor(async () => {
      expect((await bench.ledger.topUpInvoices.facts(topUp.id))?.creditNotes).toEqual([]);
    }, patience);
    const [invoice] = await invoicesOf(topUp);
    expect(await creditNotesOf(invoice?.id ?? '')).toMatchObject([{ amount: 25_000 }]);
  });
});
