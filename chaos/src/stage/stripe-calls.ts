import { z } from 'zod';

const SECRET = 'Bearer sk_test_emulator_observer';

const movements = z.object({
  data: z.array(z.object({ type: z.string(), amount: z.int(), source: z.string() })),
});
const named = z.object({ id: z.string() });
const dispute = z.object({ id: z.string(), amount: z.int() });

/** What happens at Stripe behind the product's back: in its dashboard, and by the payer's bank. */
export function stripeCalls(stripeUrl: string) {
  return {
    refund,
    settleRefund,
    openDispute,
    winDispute,
    loseDispute,
    payOnPage,
    markInvoicePaid,
    takesItsTime,
    settlePayment,
    balance,
  };

  async function refund(stripeChargeId: string, amountMinor: number): Promise<string> {
    const order = { charge: stripeChargeId, amount: String(amountMinor) };
    return named.parse(await call('refunds', order)).id;
  }

  /** In the dashboard: the money came in outside Stripe. */
  async function markInvoicePaid(stripeInvoiceId: string): Promise<void> {
    named.parse(await call(`invoices/${stripeInvoiceId}/pay`, { paid_out_of_band: 'true' }));
  }

  /** From now on the bank thinks about whatever is charged to this card. */
  async function takesItsTime(stripePaymentMethodId: string): Promise<void> {
    await control(`payment-methods/${stripePaymentMethodId}`, { processing: true });
  }

  /** The bank has thought, and pays. */
  async function settlePayment(paymentIntentId: string): Promise<void> {
    named.parse(await control(`payment-intents/${paymentIntentId}/settle`, {}));
  }

  async function openDispute(stripeChargeId: string, amount: number) {
    return dispute.parse(await control(`charges/${stripeChargeId}/dispute`, { amount }));
  }

  function winDispute(disputeId: string) {
    return closeDispute(disputeId, 'won');
  }

  function loseDispute(disputeId: string) {
    return closeDispute(disputeId, 'lost');
  }

  async function closeDispute(disputeId: string, status: 'won' | 'lost') {
    return dispute.parse(await control(`disputes/${disputeId}/close`, { status }));
  }

  /** What the bank says in the end of a refund that takes its time. */
  async function settleRefund(stripeRefundId: string, status: 'succeeded' | 'failed'): Promise<void> {
    named.parse(await control(`refunds/${stripeRefundId}/settle`, { status }));
  }

  /** As the payer does it on the page that the mail about an invoice links to. */
  async function payOnPage(hostedUrl: string): Promise<void> {
    const body = new URLSearchParams({ card: 'pm_card_visa' });
    const response = await fetch(hostedUrl, { method: 'POST', body, redirect: 'manual' });
    if (response.status >= 400) throw new Error(`the page answered ${response.status}`);
  }

  /** What all movements add up to, without Stripe's own fees. */
  async function balance(): Promise<bigint> {
    const response = await fetch(`${stripeUrl}/v1/balance_transactions?limit=100`, {
      headers: { authorization: SECRET },
    });
    const { data } = movements.parse(await response.json());
    return data.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  }

  async function call(path: string, order: Record<string, string>): Promise<unknown> {
    const response = await fetch(`${stripeUrl}/v1/${path}`, {
      method: 'POST',
      headers: { authorization: SECRET, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(order),
    });
    return response.json();
  }

  async function control(path: string, body: object): Promise<unknown> {
    const response = await fetch(`${stripeUrl}/_emulator/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.json();
  }
}
