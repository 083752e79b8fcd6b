import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { tester, usd } from '../testing/scenario.ts';
import { type BillingBench, openBillingBench } from './testing/billed-buyer.ts';

let bench: BillingBench;
beforeAll(async () => {
  bench = await openBillingBench();
});
afterAll(() => bench.close());
afterEach(async () => {
  expect(await bench.ledger.checkInvariants()).toEqual([]);
});

const end = (invoiceId: string) => ({ invoiceId, by: 'Ada', reason: 'agreed with the client' });

/** An open invoice over 100.00 of two leads. */
async function open(billing: Parameters<BillingBench['buyer']>[0] = {}) {
  const buyer = await bench.buyer(billing);
  const leads: string[] = [];
  for (const price of [60_00, 40_00]) {
    const { delivery } = (await buyer.deliver(price)) as { delivery: { id: string } };
    leads.push(delivery.id);
  }
  const invoiceId = await buyer.issued(await buyer.closeAll());
  const { ledger } = bench;
  return {
    ...buyer,
    invoiceId,
    leads,
    read: () => buyer.invoice(invoiceId),
    receive: (amountMinor: bigint, paymentIntentId = `pi_${invoiceId}`) =>
      ledger.invoices.recordStripeMoney(invoiceId, [{ paymentIntentId, amountMinor }]),
    paused: async () =>
      (await ledger.buyers.get(buyer.accountId, buyer.buyerId))?.deliveryStatus === 'paused',
  };
}

describe('money for an invoice', () => {
  it('is recorded once for each PaymentIntent, by however many at the same moment', async () => {
    const invoice = await open();
    const added = await Promise.all(Array.from({ length: 6 }, () => invoice.receive(100_00n)));
    expect(added.reduce((sum, n) => sum + n, 0)).toBe(1);
    expect(await invoice.read()).toMatchObject({
      status: 'paid',
      paid: usd(100_00),
      amountDue: usd(0),
      payments: [{ source: 'hosted_page', amount: usd(100_00) }],
    });
    expect(await invoice.receivable()).toMatchObject({ owed: usd(0), openInvoices: [], trust: usd(0) });
  });

  it('may come in parts', async () => {
    const invoice = await open();
    await invoice.receive(30_00n, `pi_1_${invoice.invoiceId}`);
    expect(await invoice.read()).toMatchObject({ status: 'open', amountDue: usd(70_00) });
    await invoice.receive(70_00n, `pi_2_${invoice.invoiceId}`);
    expect(await invoice.read()).toMatchObject({ status: 'paid', payments: [{}, {}] });
  });

  it('that is too much is taken off the next invoice', async () => {
    const invoice = await open();
    await invoice.receive(130_00n);
    expect(await invoice.receivable()).toMatchObject({ owed: usd(-30_00), unbilled: usd(-30_00) });
    await invoice.deliver(50_00, 'lead-later');
    const next = await invoice.invoice(await invoice.closeAll('2099-02'));
    expect(next).toMatchObject({
      amount: usd(20_00),
      lines: [{ amount: usd(50_00) }, { amount: usd(-30_00) }],
    });
  });

  it('ends the pause for it, and no other', async () => {
    const invoice = await open();
    await bench.ledger.invoices.markOverdue(invoice.invoiceId, new Date());
    await bench.ledger.invoices.markOverdue(invoice.invoiceId, new Date());
    expect(await invoice.read()).toMatchObject({ status: 'overdue' });
    expect(await invoice.paused()).toBe(true);
    expect(await invoice.deliver(1_00, 'lead-x')).toMatchObject({
      delivery: { refusalCode: 'delivery_paused' },
    });
    await invoice.receive(100_00n);
    expect(await invoice.paused()).toBe(false);
    expect(await invoice.deliver(1_00, 'lead-y')).toMatchObject({ outcome: 'delivered' });
  });

  it('that is late does not pause a buyer with the policy continue', async () => {
    const going = await open({ failurePolicy: 'continue' });
    await bench.ledger.invoices.markOverdue(going.invoiceId, new Date());
    expect([(await going.read()).status, await going.paused()]).toEqual(['overdue', false]);
  });

  it('is never taken from a wallet credit, nor is what is in an open period', async () => {
    const invoice = await open();
    await invoice.deliver(25_00, 'lead-unbilled');
    await invoice.scenario.credit(invoice.walletId, 500_00);
    expect(await invoice.scenario.balance(invoice.walletId)).toBe(500_00n);
    expect(await invoice.receivable()).toMatchObject({
      owed: usd(125_00),
      unbilled: usd(25_00),
      trust: usd(0),
    });
  });

  it('counts as paid by the card on file where an attempt of ours brought it', async () => {
    const invoice = await open();
    const { accountId, buyerId, invoiceId } = invoice;
    await invoice.scenario.card({ kind: 'buyer', buyerId }, { fingerprint: `fp_${buyerId}` });
    const order = { invoiceId, paymentMethodId: null, paymentIntentId: `pi_${invoiceId}` };
    const begun = await bench.ledger.invoices.beginPayment(order);
    expect(begun).toMatchObject({ outcome: 'ready', attempt: 1, amount: usd(100_00) });
    expect(await bench.ledger.invoices.beginPayment(order)).toEqual({ ...begun, begunBefore: true });
    await invoice.receive(100_00n);
    expect(await invoice.read()).toMatchObject({ payments: [{ source: 'card_on_file' }] });
    const charge = await bench.ledger.charges.findByPaymentIntent(`pi_${invoiceId}`);
    expect(charge).toMatchObject({ accountId, purpose: 'invoice', status: 'succeeded' });
    expect(await bench.ledger.invoices.beginPayment(order)).toEqual({ outcome: 'not_open' });
  });

  it('is asked of a card as often as the card networks permit, over everything', async () => {
    const { invoiceId, ...invoice } = await open();
    const order = { invoiceId, paymentMethodId: null, paymentIntentId: `pi_${invoiceId}` };
    expect(await bench.ledger.invoices.beginPayment(order)).toEqual({ outcome: 'no_card' });
    const { buyerId } = invoice;
    await invoice.scenario.card({ kind: 'buyer', buyerId }, { fingerprint: `fp_${buyerId}` });
    const decline = {
      code: 'do_not_honor',
      adviceCode: null,
      networkDeclineCode: null,
      stripeChargeId: null,
    };
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      const begun = await bench.ledger.invoices.beginPayment(order);
      if (begun.outcome !== 'ready') throw new Error(begun.outcome);
      expect(begun.attempt).toBe(attempt);
      const declined = { outcome: 'declined', paymentIntentId: `pi_${invoiceId}`, decline } as const;
      await bench.ledger.invoices.recordAttempt(begun.chargeId, attempt, declined);
    }
    expect(await bench.ledger.invoices.beginPayment(order)).toMatchObject({ outcome: 'card_closed' });
  });
});

describe('a lead that is returned', () => {
  it('before the closing is not on the invoice', async () => {
    const buyer = await bench.buyer({ returnWindowDays: 30 });
    const result = (await buyer.deliver(60_00)) as { delivery: { id: string } };
    await buyer.deliver(40_00);
    await buyer.giveBack(result.delivery.id);
    expect(await buyer.invoice(await buyer.closeAll())).toMatchObject({ amount: usd(40_00) });
  });

  it('after it lowers the invoice while that much is due, with a credit note', async () => {
    const invoice = await open({ returnWindowDays: 30 });
    await invoice.giveBack(invoice.leads[1] ?? '');
    expect(await invoice.read()).toMatchObject({
      status: 'open',
      amountDue: usd(60_00),
      creditNotes: [{ deliveryId: invoice.leads[1], amount: usd(40_00), stripeCreditNoteId: null }],
    });
    const facts = await bench.ledger.invoices.facts(invoice.invoiceId);
    expect(facts?.untold).toMatchObject([{ kind: 'credit_note', amount: usd(40_00) }]);
    await invoice.giveBack(invoice.leads[0] ?? '');
    expect(await invoice.read()).toMatchObject({ status: 'paid', credited: usd(100_00) });
    expect(await invoice.receivable()).toMatchObject({ owed: usd(0) });
  });

  it('after its invoice was paid is taken off the next one', async () => {
    const invoice = await open({ returnWindowDays: 30 });
    await invoice.receive(100_00n);
    await invoice.giveBack(invoice.leads[1] ?? '');
    expect(await invoice.receivable()).toMatchObject({ owed: usd(-40_00), unbilled: usd(-40_00) });
    expect(await invoice.closeAll('2099-02')).toBeNull();
    await invoice.deliver(55_00, 'lead-next');
    const next = await invoice.invoice(await invoice.closeAll('2099-03'));
    expect(next).toMatchObject({
      amount: usd(15_00),
      lines: [
        { amount: usd(55_00) },
        { amount: usd(-40_00), description: expect.stringContaining('returned') },
      ],
    });
    expect(await invoice.receivable()).toMatchObject({ owed: usd(15_00), unbilled: usd(0), trust: usd(0) });
  });

  it('at the moment of the closing is on the invoice with its credit note, or not at all', async () => {
    for (let round = 0; round < 5; round += 1) {
      const buyer = await bench.buyer({ returnWindowDays: 30 });
      const lead = (await buyer.deliver(60_00)) as { delivery: { id: string } };
      await buyer.deliver(40_00);
      const [id] = await Promise.all([buyer.closeAll(), buyer.giveBack(lead.delivery.id)]);
      expect(await buyer.invoice(id)).toMatchObject({ amountDue: usd(40_00) });
      expect(await buyer.receivable()).toMatchObject({ owed: usd(40_00), trust: usd(0) });
    }
  });
});

describe('an invoice that ends otherwise', () => {
  it('is voided: the debt stays, and the next invoice takes it over, less what was credited', async () => {
    const invoice = await open({ returnWindowDays: 30 });
    await invoice.giveBack(invoice.leads[1] ?? '');
    const { ledger } = bench;
    expect(await ledger.invoices.voidInvoice(end(invoice.invoiceId), tester)).toEqual({ outcome: 'ended' });
    expect(await ledger.invoices.voidInvoice(end(invoice.invoiceId), tester)).toEqual({
      outcome: 'ended_before',
    });
    expect(await invoice.receivable()).toMatchObject({
      owed: usd(60_00),
      unbilled: usd(60_00),
      trust: usd(0),
    });
    const next = await invoice.closeAll('2099-02');
    expect(await invoice.invoice(next)).toMatchObject({
      amount: usd(60_00),
      lines: [{ amount: usd(60_00) }],
    });
    // A lead of the voided invoice comes off the one that took it over.
    await invoice.giveBack(invoice.leads[0] ?? '');
    expect(await invoice.invoice(next)).toMatchObject({ status: 'paid', credited: usd(60_00) });
  });

  it('may be voided again and again, without a lead in between', async () => {
    const invoice = await open();
    let present = invoice.invoiceId;
    for (const period of ['2099-02', '2099-03', '2099-04']) {
      await bench.ledger.invoices.voidInvoice(end(present), tester);
      present = (await invoice.closeAll(period)) ?? '';
      expect(await invoice.invoice(present)).toMatchObject({ amount: usd(100_00), lines: [{}] });
    }
    expect(await invoice.receivable()).toMatchObject({ owed: usd(100_00), unbilled: usd(0), trust: usd(0) });
  });

  it('is not voided once part of it was paid, but what is left can be written off', async () => {
    const invoice = await open();
    await bench.ledger.invoices.markOverdue(invoice.invoiceId, new Date());
    await invoice.receive(30_00n);
    const order = end(invoice.invoiceId);
    expect(await bench.ledger.invoices.voidInvoice(order, tester)).toEqual({ outcome: 'partly_paid' });
    expect(await bench.ledger.invoices.writeOff(order, tester)).toEqual({ outcome: 'ended' });
    expect(await bench.ledger.invoices.writeOff(order, tester)).toEqual({ outcome: 'ended_before' });
    expect(await invoice.read()).toMatchObject({ status: 'written_off', writtenOff: usd(70_00) });
    expect(await invoice.receivable()).toMatchObject({ owed: usd(0) });
    expect(await invoice.paused()).toBe(false);
  });

  it('and is paid after it was written off counts for the next one', async () => {
    const invoice = await open();
    await bench.ledger.invoices.writeOff(end(invoice.invoiceId), tester);
    await invoice.receive(100_00n);
    expect(await invoice.receivable()).toMatchObject({ owed: usd(-100_00), unbilled: usd(-100_00) });
  });
});
