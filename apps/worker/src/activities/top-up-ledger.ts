import type { Ledger, TopUp } from '@drawdown/ledger';
import type { ChargeOutcome, Decline } from '@drawdown/shared/payments';
import type { Failpoints } from '../failpoints/failpoints.ts';
import type { ChargingProcess } from './charge-retry-facts.ts';
import { readTopUpFacts } from './read-top-up-facts.ts';
import { rowMissing } from './row-missing.ts';
import type { AttemptRef, TopUpFacts } from './top-up-facts.ts';

export type LedgerActivityDeps = { ledger: Ledger; failpoints: Failpoints };

export type TopUpLedgerActivities = ReturnType<typeof createTopUpLedgerActivities>;

/** The top-up's records and its credit. Each may be repeated: the database keeps the first answer. */
export function createTopUpLedgerActivities({ ledger, failpoints }: LedgerActivityDeps) {
  return { beginTopUp, beginAttempt, markWaiting, creditTopUp, declineTopUp, cancelTopUp };

  async function beginTopUp(topUpId: string): Promise<TopUpFacts> {
    return readTopUpFacts(ledger, topUpId);
  }

  /** Answers the only PaymentIntent that may ever be confirmed for this charge, stored before it is. */
  async function beginAttempt(
    input: Omit<AttemptRef, 'topUpId'> & { process?: ChargingProcess; paymentIntentId: string },
  ): Promise<{ paymentIntentId: string }> {
    const { process = 'top-up' } = input;
    failpoints.hit(`${process}:before-begin`);
    const paymentIntentId = await ledger.charges.rememberPaymentIntent(input.chargeId, input.paymentIntentId);
    await ledger.charges.beginAttempt(input.chargeId, input.attempt);
    failpoints.hit(`${process}:after-begin`);
    return { paymentIntentId };
  }

  async function markWaiting(
    input: AttemptRef & { outcome: ChargeOutcome | null; status: 'processing' | 'requires_action' },
  ): Promise<void> {
    failpoints.hit('top-up:before-record-waiting');
    if (input.outcome) await ledger.charges.recordOutcome(input.chargeId, input.attempt, input.outcome);
    const topUp = await ledger.topUps.setWaiting(input.topUpId, input.status);
    failpoints.hit('top-up:after-record-waiting');
    publish(topUp);
  }

  /** Money that came in is credited once, whatever the row said before. `attempt` null: it is recorded already. */
  async function creditTopUp(
    input: Omit<AttemptRef, 'attempt'> & {
      attempt: number | null;
      outcome: Extract<ChargeOutcome, { outcome: 'succeeded' }>;
    },
  ): Promise<void> {
    const { paymentIntentId, stripeChargeId } = input.outcome;
    failpoints.hit('top-up:before-credit');
    if (input.attempt !== null)
      await ledger.charges.recordPayment(input.chargeId, input.attempt, input.outcome);
    const topUp = await ledger.topUps.credit(input.topUpId, { paymentIntentId, stripeChargeId });
    failpoints.hit('top-up:after-credit');
    publish(topUp);
  }

  async function declineTopUp(
    input: AttemptRef & { paymentIntentId: string | null; decline: Decline },
  ): Promise<void> {
    const { chargeId, attempt, paymentIntentId, decline } = input;
    failpoints.hit('top-up:before-decline');
    // A charge that Stripe refuses to set up was never begun, but it is an attempt that people want to see.
    await ledger.charges.beginAttempt(chargeId, attempt);
    await ledger.charges.recordOutcome(chargeId, attempt, { outcome: 'declined', paymentIntentId, decline });
    const topUp = await ledger.topUps.decline(input.topUpId, decline);
    failpoints.hit('top-up:after-decline');
    publish(topUp);
  }

  /** Only after the PaymentIntent was canceled, or was never confirmed. */
  async function cancelTopUp(
    input: AttemptRef & { paymentIntentId: string | null; by: string; reason: string },
  ): Promise<void> {
    const { topUpId, chargeId, attempt, paymentIntentId, by, reason } = input;
    failpoints.hit('top-up:before-record-cancel');
    // Reserved, and never asked for at Stripe: it must not count against the card either.
    const outcome = { outcome: 'canceled', paymentIntentId: paymentIntentId ?? '' } as const;
    await ledger.charges.recordOutcome(chargeId, attempt, outcome);
    const topUp = await ledger.topUps.cancel(topUpId, reason, { kind: 'workflow', id: topUpId, label: by });
    failpoints.hit('top-up:after-record-cancel');
    publish(topUp);
  }

  function publish(topUp: TopUp | null): void {
    if (topUp === null) throw rowMissing('top-up');
    publishTopUp(ledger, topUp);
  }
}

/** Tells open browsers to fetch the top-up and its wallet again. */
export function publishTopUp(ledger: Ledger, topUp: TopUp): void {
  const { accountId, id: topUpId, walletId } = topUp;
  ledger.changes.publish(accountId, { type: 'top_up.changed', topUpId, walletId });
  ledger.changes.publish(accountId, { type: 'wallet.changed', walletId });
}
