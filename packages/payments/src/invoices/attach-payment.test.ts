import { money } from '@drawdown/shared/money';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type GatewayBench, openGatewayBench, unique } from '../testing/gateway-bench.ts';

const refundSchema = z.object({ id: z.string() });

let bench: GatewayBench;

beforeAll(async () => {
  bench = await openGatewayBench();
});

afterAll(() => bench.close());

/** A customer, a payment of his that has succeeded, and an open invoice over that sum. */
async function paidAndInvoiced(amountMinor = 25_000n) {
  const { customerId, stripePaymentMethodId } = await bench.customerWithCard();
  const paymentIntentId = await bench.paymentIntent(customerId, 25_000n);
  const confirm = { idempotencyKey: unique('confirm'), paymentIntentId, stripePaymentMethodId };
  expect(await bench.gateway.confirmPaymentIntent(confirm)).toMatchObject({ outcome: 'succeeded' });
  const invoiceId = unique('inv');
  const { stripeInvoiceId } = await bench.gateway.createInvoice({
    idempotencyKey: `${invoiceId}:create`,
    customerId,
    currency: 'USD',
    dueAt: new Date(Date.now() + 86_400_000),
    description: 'Prepaid lead credit',
    metadata: { invoiceId },
  });
  const line = { customerId, stripeInvoiceId, description: 'Prepaid lead credit' };
  const amount = money(amountMinor, 'USD');
  await bench.gateway.addInvoiceLine({ ...line, idempotencyKey: unique('line'), amount });
  return { customerId, paymentIntentId, stripeInvoiceId, invoiceId };
}

async function finalized(invoiced: { stripeInvoiceId: string }) {
  await bench.gateway.finalizeInvoice({ ...invoiced, idempotencyKey: unique('fin') });
}

describe('an invoice over money that has come in', () => {
  it('is paid by that very payment, once, and by nothing else', async () => {
    const invoiced = await paidAndInvoiced();
    await finalized(invoiced);
    const attach = { ...invoiced, idempotencyKey: unique('attach') };
    const paid = await bench.gateway.attachPayment(attach);
    expect(paid).toMatchObject({ status: 'paid', amountPaidMinor: 25_000, amountRemainingMinor: 0 });
    expect(paid.payments).toEqual([
      { paymentIntentId: invoiced.paymentIntentId, amountMinor: 25_000, isOwn: false },
    ]);
    expect(await bench.gateway.attachPayment({ ...attach, idempotencyKey: unique('attach') })).toEqual(paid);
    // Its own PaymentIntent, which the hosted page would pay, is gone.
    const own = await bench.gateway.lookUpPaymentIntent(paid.ownPaymentIntentId ?? '', {
      knownStripeChargeIds: [],
    });
    expect(own).toMatchObject({ outcome: 'canceled' });
  });

  it('is known to be paid although the answer was lost', async () => {
    const invoiced = await paidAndInvoiced();
    await finalized(invoiced);
    await bench.control('/faults', { path: '/attach_payment', method: 'POST', mode: 'drop_after', times: 1 });
    const paid = await bench.gateway.attachPayment({ ...invoiced, idempotencyKey: unique('attach') });
    expect(paid).toMatchObject({ status: 'paid' });
  });

  it('says that Stripe was not reached where nothing was attached', async () => {
    const invoiced = await paidAndInvoiced();
    await finalized(invoiced);
    await bench.control('/faults', {
      path: '/attach_payment',
      method: 'POST',
      mode: 'drop_before',
      times: 20,
    });
    const attach = { ...invoiced, idempotencyKey: unique('attach') };
    await expect(bench.gateway.attachPayment(attach)).rejects.toMatchObject({ kind: 'unreachable' });
    await fetch(`${bench.url}/_emulator/faults`, { method: 'DELETE' });
    expect(await bench.gateway.attachPayment(attach)).toMatchObject({ status: 'paid' });
  });

  it('is not called paid by a payment over another sum', async () => {
    const invoiced = await paidAndInvoiced(30_000n);
    await finalized(invoiced);
    const attach = { ...invoiced, idempotencyKey: unique('attach') };
    await expect(bench.gateway.attachPayment(attach)).rejects.toMatchObject({ kind: 'refused' });
  });

  it('is found again as a draft by our own id', async () => {
    const { customerId, invoiceId, stripeInvoiceId } = await paidAndInvoiced();
    expect(await bench.gateway.findDraftInvoice({ customerId, invoiceId })).toEqual({ stripeInvoiceId });
    expect(await bench.gateway.findDraftInvoice({ customerId, invoiceId: 'inv_other' })).toBeNull();
    await finalized({ stripeInvoiceId });
    expect(await bench.gateway.findDraftInvoice({ customerId, invoiceId })).toBeNull();
  });

  it('gets a credit note for what a refund gave back, once', async () => {
    const invoiced = await paidAndInvoiced();
    await finalized(invoiced);
    await bench.gateway.attachPayment({ ...invoiced, idempotencyKey: unique('attach') });
    const response = await fetch(`${bench.url}/v1/refunds`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bench.secretKey}` },
      body: new URLSearchParams({ payment_intent: invoiced.paymentIntentId, amount: '5000' }),
    });
    const { id: stripeRefundId } = refundSchema.parse(await response.json());
    const note = {
      idempotencyKey: unique('crn'),
      stripeInvoiceId: invoiced.stripeInvoiceId,
      amount: money(5_000n, 'USD'),
      memo: 'Refund',
      stripeRefundId,
    };
    const made = await bench.gateway.createCreditNote(note);
    expect(await bench.gateway.createCreditNote(note)).toEqual(made);
    expect(await bench.gateway.findCreditNote(note)).toEqual(made);
    expect(await bench.gateway.findCreditNote({ ...note, stripeRefundId: 're_other' })).toBeNull();
    // A refund is credited once: another note over it is refused.
    await expect(
      bench.gateway.createCreditNote({ ...note, idempotencyKey: unique('crn') }),
    ).rejects.toMatchObject({ kind: 'refused' });
  });
});
