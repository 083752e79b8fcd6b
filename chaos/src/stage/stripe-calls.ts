import { z } from 'zod';

const SECRET = 'Bearer sk_test_emulator_observer';

const movements = z.object({
  data: z.array(z.object({ type: z.string(), amount: z.int(), source: z.string() })),
});
const dispute = z.object({ id: z.string(), amount: z.int() });

/** What happens at Stripe behind the product's back: in its dashboard, and by the payer's bank. */
export function stripeCalls(stripeUrl: string) {
  return { refund, openDispute, winDispute, balance };

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

  async function winDispute(disputeId: string) {
    return dispute.parse(await control(`disputes/${disputeId}/close`, { status: 'won' }));
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
