import { createPaymentGateway, type PaymentGateway } from '@drawdown/payments';
import { createEmulator } from '@drawdown/stripe-emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALWAYS_CHARGING } from '../charging-breaker/charging-breaker.ts';
import { NO_FAILPOINTS } from '../failpoints/failpoints.ts';
import { createInvoicePaymentsActivities } from './invoice-payments.ts';

let emulator: Awaited<ReturnType<typeof createEmulator>>;
let payments: PaymentGateway;

beforeAll(async () => {
  emulator = await createEmulator();
  const { url: apiUrl } = await emulator.listen(0);
  payments = createPaymentGateway({ secretKey: 'sk_test_emulator_notes', apiUrl, webhookSecrets: [] });
});
afterAll(() => emulator?.close());

/** 40.00 that are open at Stripe. */
async function openInvoice(invoiceId: string): Promise<string> {
  const { createInvoiceCustomer, createStripeInvoice, writeStripeInvoice } = activities();
  const whose = { accountId: 'acc_1', buyerId: `buy_${invoiceId}` };
  const customerId = await createInvoiceCustomer({ ...whose, name: 'Acme Solar', email: null });
  const order = { invoiceId, customerId, currency: 'USD' };
  const dueAt = new Date(Date.now() + 86_400_000).toISOString();
  const stripeInvoiceId = await createStripeInvoice({ ...order, ...whose, period: '2026-11', dueAt });
  const lines = [{ line: 1, description: '2 leads', amountMinor: 40_00 }];
  await writeStripeInvoice({ ...order, stripeInvoiceId, lines });
  return stripeInvoiceId;
}

function activities() {
  return createInvoicePaymentsActivities({
    payments,
    breaker: ALWAYS_CHARGING,
    failpoints: NO_FAILPOINTS,
  });
}

describe('telling Stripe of a returned lead', () => {
  it.each([
    ['more than half of an invoice', 'inv_half', 25_00],
    ['all of it', 'inv_whole', 40_00],
  ])(
    'makes one credit note over %s, also where it is repeated because nobody heard of the first',
    async (_, id, amountMinor) => {
      const stripeInvoiceId = await openInvoice(id);
      const told = { kind: 'credit_note', id: `crn_${id}`, amountMinor, words: 'lead returned' } as const;
      const tell = () => activities().tellStripe({ stripeInvoiceId, told, currency: 'USD' });
      const first = await tell();
      expect(await tell()).toBe(first);
      const { amountRemainingMinor } = await payments.lookUpInvoice(stripeInvoiceId);
      expect(amountRemainingMinor).toBe(40_00 - amountMinor);
    },
  );
});
