import { z } from 'zod';

const SECRET = 'Bearer sk_test_emulator_observer';

const movements = z.object({
  data: z.array(z.object({ type: z.string(), amount: z.int(), source: z.string() })),
});
const dispute = z.object({ id: z.string(), amount: z.int() });

/** What happens at Stripe behind the product's back: in its dashboard, and by the payer's bank. */
export function stripeCalls(stripeUrl: string) {
  return { refund, settleRefund, openDispute, winDispute, loseDispute, payOnPage, balance };

  async function refund(stripeChargeId: string, amountMinor: number): Promise<string> {
    const response = await fetch(`${stripeUrl}/v1/refunds`, {
      method: 'POST',
      headers: { authorization: SECRET, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ charge: stripeChargeId, amount: String(amountMinor) }),
    });
    return z.object({ id: z.string() }).parse(await response.json()).id;
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
    z.object({ id: z.string() }).parse(await control(`refunds/${stripeRefundId}/settle`, { status }));
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

  async function control(path: string, body: object): Promise<unknown> {
    const response = await fetch(`${stripeUrl}/_emulator/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.json();
  }
}
