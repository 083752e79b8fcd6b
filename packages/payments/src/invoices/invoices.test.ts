import { money } from '@drawdown/shared/money';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayBench, openGatewayBench, unique } from '../testing/gateway-bench.ts';

let bench: GatewayBench;

beforeAll(async () => {
  bench = await openGatewayBench();
});

afterAll(() => bench.close());

const DAY_MS = 86_400_000;
const usd = (amountMinor: bigint) => money(amountMinor, 'USD');

/** An open invoice over two lines. */
async function issued({ testCard = 'pm_card_visa', leads = 12_000n, back = -2_000n } = {}) {
  const { customerId, stripePaymentMethodId } = await bench.customerWithCard(testCard);
  const create = {
    idempotencyKey: unique('inv'),
    customerId,
    currency: 'USD',
    dueAt: new Date(Date.now() + 14 * DAY_MS),
    description: 'Leads of 2026-11',
    metadata: { invoiceId: 'inv_1' },
  } as const;
  const { stripeInvoiceId } = await bench.gateway.createInvoice(create);
  const line = { customerId, stripeInvoiceId, description: '2026-11-23: 3 leads' };
  const lineKey = unique('line');
  await bench.gateway.addInvoiceLine({ ...line, idempotencyKey: lineKey, amount: usd(leads) });
  await bench.gateway.addInvoiceLine({ ...line, idempotencyKey: lineKey, amount: usd(leads) });
  await bench.gateway.addInvoiceLine({ ...line, idempotencyKey: unique('line'), amount: usd(back) });
  const open = await bench.gateway.finalizeInvoice({ idempotencyKey: unique('fin'), stripeInvoiceId });
  const { ownPaymentIntentId } = await bench.gateway.lookUpInvoice(stripeInvoiceId);
  if (ownPaymentIntentId === null) throw new Error('an open invoice has a PaymentIntent');
  const payment = { stripeInvoiceId, paymentIntentId: ownPaymentIntentId, stripePaymentMethodId };
  const pay = (idempotencyKey = unique('pay')) => bench.gateway.payInvoice({ ...payment, idempotencyKey });
  return { ...payment, create, open, pay };
}

describe('an invoice at Stripe', () => {
  it('is written once however often it is asked for, and says where it is paid', async () => {
    const { create, open, stripeInvoiceId } = await issued();
    expect(open).toMatchObject({ status: 'open', amountDueMinor: 10_000, amountRemainingMinor: 10_000 });
    expect(open.hostedUrl).toContain(stripeInvoiceId);
    expect(await bench.gateway.createInvoice(create)).toMatchObject({ stripeInvoiceId });
    expect(await bench.gateway.finalizeInvoice({ idempotencyKey: unique('f'), stripeInvoiceId })).toEqual(
      open,
    );
  });

  it('is paid by a saved card through its own PaymentIntent, once', async () => {
    const { pay, stripeInvoiceId, paymentIntentId } = await issued();
    expect(await pay()).toMatchObject({ outcome: 'succeeded', paymentIntentId, amountReceivedMinor: 10_000 });
    expect(await pay()).toMatchObject({ outcome: 'succeeded', paymentIntentId });
    expect(await bench.gateway.lookUpInvoice(stripeInvoiceId)).toMatchObject({
      status: 'paid',
      payments: [{ paymentIntentId, amountMinor: 10_000, isOwn: true }],
    });
  });

  it('answers a decline as a decline, and is paid by a later try', async () => {
    const { pay, stripePaymentMethodId } = await issued();
    await bench.control(`/payment-methods/${stripePaymentMethodId}`, { declineWith: 'insufficient_funds' });
    expect(await pay()).toMatchObject({ outcome: 'declined', decline: { code: 'insufficient_funds' } });
    await bench.control(`/payment-methods/${stripePaymentMethodId}`, { declineWith: null });
    expect(await pay()).toMatchObject({ outcome: 'succeeded' });
  });

  it('answers that the payer is needed where the bank asks for him', async () => {
    const { pay } = await issued({ testCard: 'pm_card_authenticationRequired' });
    expect(await pay()).toMatchObject({ outcome: 'requiresAction' });
  });

  it('is paid once where the answer was lost, and says so under the same key', async () => {
    const { pay } = await issued();
    await bench.control('/faults', { path: '/pay', method: 'POST', mode: 'drop_after', times: 2 });
    const key = unique('pay');
    expect(await pay(key)).toMatchObject({ outcome: 'unknown' });
    expect(await pay(key)).toMatchObject({ outcome: 'succeeded', amountReceivedMinor: 10_000 });
  });

  it('does not pretend to know where Stripe was not reached', async () => {
    const { pay } = await issued();
    await bench.control('/faults', { path: '/pay', method: 'POST', mode: 'drop_before', times: 2 });
    expect(await pay()).toMatchObject({ outcome: 'unknown' });
  });

  it('owes less after a credit note, and that much is charged', async () => {
    const { pay, stripeInvoiceId } = await issued();
    const note = {
      idempotencyKey: unique('crn'),
      stripeInvoiceId,
      amount: usd(2_500n),
      memo: 'lead returned',
      ourId: unique('crn'),
    };
    const first = await bench.gateway.createCreditNote(note);
    expect(await bench.gateway.createCreditNote(note)).toEqual(first);
    expect(await bench.gateway.findCreditNote(note)).toEqual(first);
    expect(await bench.gateway.findCreditNote({ stripeInvoiceId, ourId: 'crn_other' })).toBeNull();
    expect(await bench.gateway.lookUpInvoice(stripeInvoiceId)).toMatchObject({ amountRemainingMinor: 7_500 });
    expect(await pay()).toMatchObject({ outcome: 'succeeded', amountReceivedMinor: 7_500 });
  });

  it('can no longer be paid once it is void, and cannot be voided once it is paid', async () => {
    const voided = await issued();
    const { stripeInvoiceId } = voided;
    const closing = { idempotencyKey: unique('void'), stripeInvoiceId };
    expect(await bench.gateway.voidInvoice(closing)).toMatchObject({ status: 'void' });
    expect(await bench.gateway.voidInvoice(closing)).toMatchObject({ status: 'void' });
    expect(await voided.pay()).toMatchObject({ outcome: 'canceled' });
    const paid = await issued();
    await paid.pay();
    expect(await bench.gateway.voidInvoice({ ...paid, idempotencyKey: unique('void') })).toMatchObject({
      status: 'paid',
    });
  });

  it('is closed without a charge when it was paid outside or is written off', async () => {
    const outside = await issued();
    const key = { idempotencyKey: unique('out'), stripeInvoiceId: outside.stripeInvoiceId };
    await bench.gateway.markInvoicePaidOutside(key);
    await bench.gateway.markInvoicePaidOutside({ ...key, idempotencyKey: unique('out') });
    expect(await bench.gateway.lookUpInvoice(outside.stripeInvoiceId)).toMatchObject({
      status: 'paid',
      payments: [],
    });
    const lost = await issued();
    expect(await bench.gateway.writeOffInvoice({ ...lost, idempotencyKey: unique('off') })).toMatchObject({
      status: 'uncollectible',
    });
  });
});
