import { createPaymentGateway, type PaymentGateway } from '@drawdown/payments';
import { money } from '@drawdown/shared/money';
import { createEmulator } from '@drawdown/stripe-emulator';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ALWAYS_CHARGING } from '../charging-breaker/charging-breaker.ts';
import { NO_FAILPOINTS } from '../failpoints/failpoints.ts';
import { emulatorControl, type FaultMode } from '../testing/emulator-control.ts';
import { createInvoicePaymentsActivities } from './invoice-payments.ts';

const secretKey = 'sk_test_emulator_writes';
const period = '2026-11';

let emulator: Awaited<ReturnType<typeof createEmulator>>;
let url: string;
let payments: PaymentGateway;
let activities: ReturnType<typeof createInvoicePaymentsActivities>;
let invoices = 0;

beforeAll(async () => {
  emulator = await createEmulator();
  ({ url } = await emulator.listen(0));
  payments = createPaymentGateway({ secretKey, apiUrl: url, webhookSecrets: [], timeoutMs: 1_000 });
  const deps = { payments, breaker: ALWAYS_CHARGING, failpoints: NO_FAILPOINTS };
  activities = createInvoicePaymentsActivities(deps);
});
afterEach(() => emulatorControl(url).clearFaults());
afterAll(() => emulator?.close());

type Ending = 'paid_outside' | 'void' | 'written_off';

/** Again and again, as Temporal calls an activity until it answers. */
function answer<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  return vi.waitFor(call, { timeout: 20_000, interval: 100 });
}

/** From nothing to an invoice over two lines, a part of which is credited, and to its end. */
async function invoiceThatEnds(id: string, ending: Ending) {
  const whose = { accountId: 'acc_1', buyerId: `buy_${id}` };
  const { createInvoiceCustomer, createStripeInvoice, writeStripeInvoice, tellStripe, closeStripeInvoice } =
    activities;
  const customerId = await answer(() => createInvoiceCustomer({ ...whose, name: 'Acme Solar', email: null }));
  const order = { invoiceId: `inv_${id}`, customerId, currency: 'USD' };
  const dueAt = new Date(Date.now() + 86_400_000).toISOString();
  const stripeInvoiceId = await answer(() => createStripeInvoice({ ...order, ...whose, period, dueAt }));
  const lines = [
    { line: 1, description: '2 leads', amountMinor: 40_00 },
    { line: 2, description: '1 lead', amountMinor: 20_00 },
  ];
  await answer(() => writeStripeInvoice({ ...order, stripeInvoiceId, lines }));
  const tell = (told: Parameters<typeof tellStripe>[0]['told']) =>
    answer(() => tellStripe({ stripeInvoiceId, told, currency: 'USD' }));
  await tell({ kind: 'credit_note', id: `crn_${id}`, amountMinor: 15_00, words: 'lead returned' });
  if (ending === 'paid_outside')
    await tell({ kind: 'payment', id: `rpay_${id}`, amountMinor: 45_00, words: 'paid' });
  else await answer(() => closeStripeInvoice({ ...order, stripeInvoiceId, as: ending }));
  return whose;
}

type Listed = { id: string; total: number; status: string; amount: number; metadata: Record<string, string> };

async function listed(path: string): Promise<Listed[]> {
  const headers = { authorization: `Bearer ${secretKey}` };
  const response = await fetch(`${url}/v1/${path}`, { headers });
  const { data } = (await response.json()) as { data: Listed[] };
  return data;
}

const AT_STRIPE = { paid_outside: 'paid', void: 'void', written_off: 'uncollectible' } as const;

async function expectOneOfEach(id: string, ending: Ending): Promise<void> {
  const customers = await listed('customers?limit=100');
  expect(customers.filter(({ metadata }) => metadata.buyerId === `buy_${id}`)).toHaveLength(1);
  const made = (await listed('invoices?limit=100')).filter(
    ({ metadata }) => metadata.invoiceId === `inv_${id}`,
  );
  expect(made).toMatchObject([{ total: 60_00, status: AT_STRIPE[ending] }]);
  const invoice = String(made[0]?.id);
  expect((await listed(`invoices/${invoice}/lines`)).map(({ metadata }) => metadata.line)).toEqual([
    '1',
    '2',
  ]);
  expect(await listed(`credit_notes?invoice=${invoice}`)).toMatchObject([{ amount: 15_00 }]);
  expect(await payments.lookUpInvoice(invoice)).toMatchObject({ payments: [] });
}

const WRITES: [path: string, ending: Ending][] = [
  ['/v1/customers', 'paid_outside'],
  ['/v1/invoices', 'paid_outside'],
  ['/v1/invoiceitems', 'paid_outside'],
  ['/finalize', 'paid_outside'],
  ['/v1/credit_notes', 'paid_outside'],
  ['/pay', 'paid_outside'],
  ['/void', 'void'],
  ['/mark_uncollectible', 'written_off'],
];

/** What Stripe does to a call, and how often. */
const WEATHER: [words: string, mode: FaultMode, times: number, delayMs?: number][] = [
  ['breaks once and repeats that failure for ever', 'http_500', 1],
  ['breaks under three keys, one after the other', 'http_500', 3],
  // The client repeats a call whose connection was closed, once.
  ['carries it out and the answer is lost', 'drop_after', 2],
  ['is still at it when the next one comes', 'delay', 1, 1_500],
  ['asks to slow down', 'rate_limit', 2],
];

describe('the invoice of a period has one of everything at Stripe', () => {
  describe.each(WEATHER)('where Stripe %s', (_, mode, times, delayMs) => {
    it.each(WRITES)('at %s', async (path, ending) => {
      const id = `${++invoices}`;
      await emulatorControl(url).fault({
        path,
        method: 'POST',
        mode,
        times,
        ...(delayMs !== undefined && { delayMs }),
      });
      await invoiceThatEnds(id, ending);
      await expectOneOfEach(id, ending);
      const headers = { authorization: `Bearer ${secretKey}` };
      const left = (await (await fetch(`${url}/_emulator/faults`, { headers })).json()) as {
        data: unknown[];
      };
      expect(left.data).toEqual([]);
    });
  });

  it.each(['paid_outside', 'void', 'written_off'] as const)(
    'where all of its keys came with other parameters before, and it ends as %s',
    async (ending) => {
      const id = `${++invoices}`;
      const keys = [
        `inv-cus:buy_${id}`,
        ...['create', 'line:1', 'line:2', 'finalize', ending].map((step) => `inv:inv_${id}:${step}`),
        `crn:crn_${id}:create`,
        `pay:rpay_${id}:outside`,
      ];
      for (const idempotencyKey of keys)
        await payments.createCustomer({ idempotencyKey, name: 'Somebody', email: null, metadata: {} });
      await invoiceThatEnds(id, ending);
      await expectOneOfEach(id, ending);
    },
  );
});

describe('what an earlier try has made', () => {
  it('is found again when its key is no longer known, and when the buyer has another name', async () => {
    const id = `${++invoices}`;
    const whose = { accountId: 'acc_1', buyerId: `buy_${id}` };
    const named = (name: string, round: number) =>
      activities.createInvoiceCustomer({ ...whose, name, email: null, round });
    const customerId = await named('Acme Solar', 0);
    expect(await named('Acme Solar Ltd', 0)).toBe(customerId);
    expect(await named('Acme Solar', 7)).toBe(customerId);
    const dueAt = new Date(Date.now() + 86_400_000).toISOString();
    const order = { invoiceId: `inv_${id}`, ...whose, period, customerId, currency: 'USD', dueAt };
    const stripeInvoiceId = await activities.createStripeInvoice(order);
    expect(await activities.createStripeInvoice({ ...order, round: 3 })).toBe(stripeInvoiceId);
  });
});

describe('a draft that somebody has written a line to twice', () => {
  it('is opened only when that line is there once', async () => {
    const id = `${++invoices}`;
    const whose = { accountId: 'acc_1', buyerId: `buy_${id}` };
    const customerId = await activities.createInvoiceCustomer({ ...whose, name: 'Acme Solar', email: null });
    const order = { invoiceId: `inv_${id}`, customerId, currency: 'USD' };
    const dueAt = new Date(Date.now() + 86_400_000).toISOString();
    const stripeInvoiceId = await activities.createStripeInvoice({ ...order, ...whose, period, dueAt });
    const line = { line: 1, description: '2 leads' };
    for (const idempotencyKey of [`${id}:once`, `${id}:twice`])
      await payments.addInvoiceLine({
        ...{ idempotencyKey, customerId, stripeInvoiceId },
        ...{ ...line, amount: money(40_00n, 'USD') },
      });
    const write = () =>
      activities.writeStripeInvoice({ ...order, stripeInvoiceId, lines: [{ ...line, amountMinor: 40_00 }] });
    await expect(write()).rejects.toThrow('has a line twice');
    const headers = { authorization: `Bearer ${secretKey}` };
    const [item] = await listed(`invoiceitems?invoice=${stripeInvoiceId}`);
    await fetch(`${url}/v1/invoiceitems/${item?.id}`, { method: 'DELETE', headers });
    await write();
    expect(await payments.lookUpInvoice(stripeInvoiceId)).toMatchObject({
      status: 'open',
      amountDueMinor: 40_00,
    });
  });
});

describe('an invoice that is due by the time that Stripe hears of it', () => {
  it('is made all the same', async () => {
    const id = `${++invoices}`;
    const whose = { accountId: 'acc_1', buyerId: `buy_${id}` };
    const customerId = await activities.createInvoiceCustomer({ ...whose, name: 'Acme Solar', email: null });
    const order = { invoiceId: `inv_${id}`, ...whose, period, customerId, currency: 'USD' };
    const dueAt = new Date(Date.now() - 86_400_000).toISOString();
    expect(await activities.createStripeInvoice({ ...order, dueAt })).toMatch(/^in_/);
  });
});
