import type { AfterDecline, Ledger, TopUp } from '@drawdown/ledger';
import type { PaymentGateway } from '@drawdown/payments';
import type { RetryState } from '@drawdown/shared/codes';
import type { HttpClient } from './http-client.ts';
import { usd } from './journeys.ts';

type Agency = { ledger: Ledger; accountId: string; http: HttpClient };

type Failing = {
  amount?: number;
  decline?: string;
  next?: Exclude<RetryState, 'trying' | 'follows'>;
  nextAttemptAt?: Date;
};

/** A top-up by the buyer's card that was asked for over HTTP and declined, as its workflow records it. */
export async function failTopUp(
  { ledger, accountId, http }: Agency,
  { walletId }: { walletId: string },
  failing: Failing = {},
): Promise<{ topUpId: string; chargeId: string }> {
  const asked = await http.post(`/v1/wallets/${walletId}/top-ups`, {
    amount: usd(failing.amount ?? 50_000),
    funding: 'buyer_card',
  });
  const topUp = await ledger.topUps.get(accountId, asked.body.id);
  if (topUp === null) throw new Error(`the top-up was not accepted: ${asked.text}`);
  return { topUpId: topUp.id, chargeId: await recordDecline(ledger, topUp, failing) };
}

/** The first attempt of a top-up's charge, reserved and declined. Answers the charge. */
export async function recordDecline(ledger: Ledger, topUp: TopUp, failing: Failing = {}): Promise<string> {
  const { chargeId, paymentMethod } = topUp;
  if (chargeId === null || paymentMethod === null) throw new Error('no card pays this top-up');
  const attempt = { chargeId, attempt: 1, paymentMethodId: paymentMethod.id, asked: true };
  const reserved = await ledger.collections.reserveAttempt(attempt);
  if (reserved.outcome !== 'reserved') throw new Error(`the attempt was not reserved: ${reserved.outcome}`);
  const code = failing.decline ?? 'insufficient_funds';
  await ledger.collections.recordDecline({
    chargeId,
    attempt: 1,
    paymentIntentId: null,
    decline: { code, adviceCode: null, networkDeclineCode: null, stripeChargeId: null },
    next: nextOf(failing),
  });
  return chargeId;
}

function nextOf({ next, nextAttemptAt }: Failing): AfterDecline {
  switch (next ?? 'scheduled') {
    case 'scheduled':
      return { kind: 'retry', at: nextAttemptAt ?? new Date(Date.now() + 86_400_000) };
    case 'needs_card':
      return { kind: 'needs_card', exhausted: false };
    case 'needs_payer':
      return { kind: 'needs_payer' };
  }
}

/** A top-up by a card whose bank wants the payer to confirm it: tried at Stripe, declined, recorded. */
export async function awaitPayer(
  { ledger, accountId, http, payments }: Agency & { payments: PaymentGateway },
  { walletId }: { walletId: string },
): Promise<{ topUpId: string; chargeId: string; paymentIntentId: string }> {
  const body = { amount: usd(50_000), funding: 'buyer_card' };
  const asked = await http.post(`/v1/wallets/${walletId}/top-ups`, body);
  const { chargeId } = asked.body;
  const charge = await ledger.charges.get(chargeId);
  if (charge === null) throw new Error(`the top-up was not accepted: ${asked.text}`);
  const { paymentMethod, stripeCustomerId, amount } = charge;
  const created = await payments.createPaymentIntent({
    idempotencyKey: `chg:${chargeId}:create`,
    customerId: stripeCustomerId,
    amount,
    description: 'Top-up',
    metadata: { accountId, chargeId },
  });
  if (created.outcome !== 'created') throw new Error(`no PaymentIntent: ${created.outcome}`);
  const { paymentIntentId } = created;
  await ledger.charges.rememberPaymentIntent(chargeId, paymentIntentId);
  const attempt = { chargeId, attempt: 1, paymentMethodId: paymentMethod.id, asked: true };
  await ledger.collections.reserveAttempt(attempt);
  const outcome = await payments.confirmPaymentIntent({
    idempotencyKey: `chg:${chargeId}:confirm:1`,
    paymentIntentId,
    stripePaymentMethodId: paymentMethod.stripePaymentMethodId,
  });
  if (outcome.outcome !== 'requiresAction' || outcome.decline === null)
    throw new Error(`authentication was to be required: ${outcome.outcome}`);
  const { decline } = outcome;
  await ledger.collections.recordDecline({
    chargeId,
    attempt: 1,
    paymentIntentId,
    decline,
    next: { kind: 'needs_payer' },
  });
  return { topUpId: asked.body.id, chargeId, paymentIntentId };
}
