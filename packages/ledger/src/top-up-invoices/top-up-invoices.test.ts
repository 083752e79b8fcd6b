import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openCollecting } from '../collections/testing/collecting.ts';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, openScenario, type Scenario, tester, usd } from '../testing/index.ts';
import type { RequestTopUpInput } from '../top-ups/types.ts';

let ledger: Ledger;
let scenario: Scenario;
let buyerId: string;
let walletId: string;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase() });
});
afterAll(() => ledger.close());
afterEach(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
});
beforeEach(async () => {
  scenario = await openScenario(ledger);
  const buyer = await scenario.buyer({ name: 'Peak Roofing' });
  buyerId = buyer.id;
  walletId = buyer.walletId;
  await scenario.card({ kind: 'buyer', buyerId });
});

async function requested(more: Partial<RequestTopUpInput> = {}) {
  const { accountId } = scenario;
  const input = { accountId, walletId, amount: usd(250_00), funding: 'buyer_card', ...more } as const;
  const result = await ledger.topUps.request(input, tester);
  if (result.outcome !== 'accepted') throw new Error(result.outcome);
  return result.topUp;
}

async function credited(more: Partial<RequestTopUpInput> = {}) {
  const { id } = await requested(more);
  return ledger.topUps.credit(id, { paymentIntentId: `pi_${id}`, stripeChargeId: `ch_${id}` });
}

const prefer = (invoiceTopUps: boolean | null) =>
  ledger.buyers.update({ accountId: scenario.accountId, buyerId, billing: { invoiceTopUps } }, tester);
const setting = (invoiceTopUps: boolean) =>
  ledger.accounts.updateSettings(scenario.accountId, { invoiceTopUps }, tester);
const made = { number: 'PEAK-0001', hostedUrl: 'https://in.example/1', pdfUrl: 'https://in.example/1/pdf' };

describe('whether a top-up is on an invoice', () => {
  test('is not, unless somebody says so', async () => {
    expect(await credited()).toMatchObject({ wantsInvoice: false, invoice: null });
  });

  test('is said by the top-up, else by the buyer, else by the account', async () => {
    await setting(true);
    expect(await requested()).toMatchObject({ wantsInvoice: true });
    await prefer(false);
    expect(await requested()).toMatchObject({ wantsInvoice: false });
    expect(await requested({ invoice: true })).toMatchObject({ wantsInvoice: true });
    await prefer(true);
    await setting(false);
    expect(await requested()).toMatchObject({ wantsInvoice: true });
    expect(await requested({ invoice: false })).toMatchObject({ wantsInvoice: false });
    await prefer(null);
    expect(await requested()).toMatchObject({ wantsInvoice: false });
  });

  test('is no question for money that no card paid', async () => {
    await setting(true);
    expect(await requested({ funding: 'external' })).toMatchObject({ wantsInvoice: false, invoice: null });
  });

  test('follows buyer and account where a top-up starts by itself', async () => {
    await setting(true);
    const rule = {
      accountId: scenario.accountId,
      walletId,
      enabled: true,
      threshold: usd(10_00),
      amount: usd(100_00),
      targetBalance: null,
      payer: 'buyer',
      consentText: 'yes',
    } as const;
    expect(await ledger.autoTopUps.save(rule, tester)).toMatchObject({ outcome: 'saved' });
    const { items } = await ledger.topUps.list(scenario.accountId, { walletId }, { limit: 1 });
    expect(items[0]).toMatchObject({ trigger: 'auto', wantsInvoice: true });
  });
});

describe('the invoice of a top-up', () => {
  test('is written with the credit, once, and still has to be made at Stripe', async () => {
    const topUp = await credited({ invoice: true });
    expect(topUp).toMatchObject({ status: 'succeeded', invoice: { status: 'draft', number: null } });
    const again = await ledger.topUps.credit(topUp.id, { paymentIntentId: 'pi_x', stripeChargeId: null });
    expect(again.invoice).toEqual(topUp.invoice);
    expect(await ledger.topUpInvoices.facts(topUp.id)).toMatchObject({
      invoiceId: topUp.invoice?.id,
      status: 'draft',
      paymentIntentId: `pi_${topUp.id}`,
      amount: usd(250_00),
      description: 'Prepaid lead credit, Peak Roofing',
      stripeInvoiceId: null,
      creditNotes: [],
    });
    const later = new Date(Date.now() + 1000);
    expect(await ledger.topUpInvoices.listUnmade(later, 1000)).toContain(topUp.id);
  });

  test('keeps the first of two ids that Stripe gave it', async () => {
    const { invoice } = await credited({ invoice: true });
    const id = invoice?.id ?? '';
    const first = `in_a_${id}`;
    expect(await ledger.topUpInvoices.rememberStripeInvoice(id, first)).toBe(first);
    expect(await ledger.topUpInvoices.rememberStripeInvoice(id, `in_b_${id}`)).toBe(first);
  });

  test('is paid once Stripe says so, however often that is told', async () => {
    const topUp = await credited({ invoice: true });
    const id = topUp.invoice?.id ?? '';
    await ledger.topUpInvoices.rememberStripeInvoice(id, `in_${id}`);
    await ledger.topUpInvoices.markPaid(id, made);
    await ledger.topUpInvoices.markPaid(id, { ...made, number: 'other' });
    expect((await ledger.topUps.find(topUp.id))?.invoice).toEqual({ id, status: 'paid', ...made });
    const later = new Date(Date.now() + 1000);
    expect(await ledger.topUpInvoices.listUnmade(later, 1000)).not.toContain(topUp.id);
  });

  test('is owed by nobody', async () => {
    await credited({ invoice: true });
    const receivable = await ledger.invoices.receivable(scenario.accountId, buyerId);
    expect(receivable).toMatchObject({ owed: usd(0), trust: usd(0), openInvoices: [] });
  });

  test('is not made when the money came in outside after all', async () => {
    const collecting = await openCollecting(ledger);
    await ledger.accounts.updateSettings(collecting.accountId, { invoiceTopUps: true }, tester);
    const { topUpId, chargeId } = await collecting.failing();
    await collecting.close(chargeId, 'paid_outside', 'wire 77');
    expect(await ledger.topUps.find(topUpId)).toMatchObject({
      status: 'succeeded',
      wantsInvoice: false,
      invoice: null,
    });
  });
});

describe('a refund of an invoiced top-up', () => {
  async function refunded(topUpId: string, amountMinor: number) {
    const { accountId } = scenario;
    const input = { accountId, topUpId, amount: usd(amountMinor), reason: 'too much' };
    const result = await ledger.refunds.request(input, tester);
    if (result.outcome !== 'accepted') throw new Error(result.outcome);
    const { id } = result.refund;
    return ledger.refunds.settle(id, `re_${id}`);
  }

  async function paid() {
    const topUp = await credited({ invoice: true });
    const id = topUp.invoice?.id ?? '';
    await ledger.topUpInvoices.rememberStripeInvoice(id, `in_${id}`);
    await ledger.topUpInvoices.markPaid(id, made);
    return { topUp, id };
  }

  const invoice = (id: string) => ledger.invoices.get(scenario.accountId, id);

  test('is credited on it, once for each refund, as soon as Stripe has given the money back', async () => {
    const { topUp, id } = await paid();
    const first = await refunded(topUp.id, 50_00);
    await ledger.refunds.settle(first.id, `re_${first.id}`);
    const second = await refunded(topUp.id, 25_00);
    const facts = await ledger.topUpInvoices.facts(topUp.id);
    expect(facts?.creditNotes).toMatchObject([
      { amount: usd(50_00), reason: 'too much', stripeRefundId: `re_${first.id}` },
      { amount: usd(25_00), stripeRefundId: `re_${second.id}` },
    ]);
    expect(await invoice(id)).toMatchObject({ status: 'paid', paid: usd(175_00), credited: usd(75_00) });
    for (const note of facts?.creditNotes ?? [])
      await ledger.topUpInvoices.rememberCreditNote(note.id, `cn_${note.id}`);
    expect((await ledger.topUpInvoices.facts(topUp.id))?.creditNotes).toEqual([]);
  });

  test('is on it also when it came before Stripe had made the invoice', async () => {
    const topUp = await credited({ invoice: true });
    const id = topUp.invoice?.id ?? '';
    await Promise.all([refunded(topUp.id, 250_00), ledger.topUpInvoices.markPaid(id, made)]);
    expect(await invoice(id)).toMatchObject({ status: 'paid', paid: usd(0), credited: usd(250_00) });
  });

  test('is not on it when it failed after all before Stripe made the note', async () => {
    const { topUp, id } = await paid();
    const refund = await refunded(topUp.id, 50_00);
    await ledger.refunds.fail(refund.id, { reason: 'expired_or_canceled_card' });
    expect((await ledger.topUpInvoices.facts(topUp.id))?.creditNotes).toEqual([]);
    expect(await invoice(id)).toMatchObject({ paid: usd(250_00), credited: usd(0) });
  });

  test('is no matter of a top-up without an invoice', async () => {
    const topUp = await credited();
    await refunded(topUp.id, 50_00);
    expect(await ledger.topUpInvoices.facts(topUp.id)).toBeNull();
  });
});

describe('the receipt by mail', () => {
  const receipts = async () => (await ledger.emails.claim(100, 1)).filter(({ kind }) => kind === 'receipt');

  test('leaves at once where no invoice is made', async () => {
    await receipts();
    const topUp = await credited();
    expect((await receipts()).map(({ data }) => data.topUpId)).toContain(topUp.id);
  });

  test('waits for the invoice, and names it', async () => {
    const topUp = await credited({ invoice: true });
    const ours = async () => (await receipts()).filter(({ data }) => data.topUpId === topUp.id);
    expect(await ours()).toEqual([]);
    await ledger.topUpInvoices.markPaid(topUp.invoice?.id ?? '', made);
    expect((await ours())[0]?.data).toMatchObject({
      invoiceNumber: made.number,
      invoiceUrl: made.hostedUrl,
    });
  });
});
