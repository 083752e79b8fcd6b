import type { Ledger, ReservedAttempt } from '@drawdown/ledger';
import type { ChargeOutcome, Decline } from '@drawdown/shared/payments';
import type { Failpoints } from '../failpoints/failpoints.ts';
import { afterThisDecline } from './after-this-decline.ts';
import { cardCrowded } from './card-crowded.ts';
import type { ChargingProcess, Reservation, RetryView } from './charge-retry-facts.ts';
import { publishCharge } from './publish-charge.ts';
import { readRetryFacts } from './read-retry-facts.ts';

export type ChargeRetryLedgerActivities = ReturnType<typeof createChargeRetryLedgerActivities>;

/** The charge of a lead has steps of its own. */
type RetryingProcess = Exclude<ChargingProcess, 'lead-charge'>;

type ChargeRef = { chargeId: string; topUpId: string };

export type CloseInput = ChargeRef & {
  as: 'stopped' | 'paid_outside' | 'written_off' | 'funded_otherwise' | 'given_up';
  actor: { kind: 'user' | 'api_key' | 'workflow' | 'system'; id: string; label: string };
  note: string | null;
  reference?: string;
};

/** The records of attempts, declines and endings of a failing charge. Each may be repeated. */
export function createChargeRetryLedgerActivities(deps: { ledger: Ledger; failpoints: Failpoints }) {
  const { ledger, failpoints } = deps;
  return { readRetry, reserveAttempt, recordDecline, recordUndecided, recordPaid, closeCharge };

  function readRetry(chargeId: string): Promise<RetryView> {
    return readRetryFacts(ledger, chargeId);
  }

  /**
   * Asks the card's budget before Stripe is asked for anything. One that is refused makes the charge wait, unless it was
   * only the backup card's turn in between.
   */
  async function reserveAttempt(
    input: ChargeRef & {
      process: RetryingProcess;
      attempt: number;
      paymentMethodId: string;
      asked: boolean;
      isBackup: boolean;
    },
  ): Promise<Reservation> {
    const { process, topUpId, chargeId, isBackup, ...order } = input;
    failpoints.hit(`${process}:before-reserve`);
    const reserved = await ledger.collections.reserveAttempt({ chargeId, ...order });
    // Asked again by itself in a moment: one of the attempts under way is decided by then.
    if (reserved.outcome === 'crowded') throw cardCrowded();
    if (reserved.outcome !== 'reserved' && !isBackup) {
      await ledger.collections.postpone({ chargeId, reserved });
      await publishCharge(ledger, topUpId);
    }
    failpoints.hit(`${process}:after-reserve`);
    return reservationOf(reserved);
  }

  /** The decline and everything that follows from it, in one transaction. `at` is the workflow's time. */
  async function recordDecline(
    input: ChargeRef & {
      process: RetryingProcess;
      attempt: number;
      paymentIntentId: string | null;
      decline: Decline;
      at: number;
      isBackup: boolean;
    },
  ): Promise<void> {
    const { process, topUpId, chargeId, attempt, paymentIntentId, decline, isBackup } = input;
    const declined = { chargeId, attempt, decline, at: new Date(input.at), isBackup };
    failpoints.hit(`${process}:before-record-decline`);
    const next = await afterThisDecline(ledger, declined);
    if (next === null) return;
    const { pausedBuyerIds } = await ledger.collections.recordDecline({
      chargeId,
      attempt,
      paymentIntentId,
      decline,
      next,
    });
    failpoints.hit(`${process}:after-record-decline`);
    await publishCharge(ledger, topUpId, pausedBuyerIds);
  }

  /** Nobody knows yet, or Stripe is at it. */
  async function recordUndecided(
    input: ChargeRef & {
      attempt: number;
      outcome: Extract<ChargeOutcome, { outcome: 'unknown' | 'processing' }>;
    },
  ): Promise<void> {
    await ledger.charges.recordOutcome(input.chargeId, input.attempt, input.outcome);
    await publishCharge(ledger, input.topUpId);
  }

  /** An attempt brought the money. One that the payer made himself becomes an attempt too. */
  async function recordPaid(
    input: ChargeRef & { attempt: number; outcome: Extract<ChargeOutcome, { outcome: 'succeeded' }> },
  ): Promise<void> {
    const { chargeId, attempt, outcome } = input;
    failpoints.hit('charge-retry:before-record-paid');
    await ledger.charges.beginAttempt(chargeId, attempt);
    await ledger.charges.recordOutcome(chargeId, attempt, outcome);
    failpoints.hit('charge-retry:after-record-paid');
  }

  /** Only after the PaymentIntent was canceled, or where there never was one. */
  async function closeCharge({ topUpId, ...input }: CloseInput): Promise<void> {
    failpoints.hit('charge-retry:before-close');
    await cancelUndecided(input.chargeId);
    await ledger.collections.close(input);
    failpoints.hit('charge-retry:after-close');
    await publishCharge(ledger, topUpId);
  }

  /** What was reserved and never decided can no longer happen: it must not count against the card. */
  async function cancelUndecided(chargeId: string): Promise<void> {
    const charge = await ledger.charges.get(chargeId);
    const newest = charge?.attempts.at(-1);
    const paymentIntentId = charge?.paymentIntentId ?? '';
    if (newest)
      await ledger.charges.recordOutcome(chargeId, newest.number, { outcome: 'canceled', paymentIntentId });
  }
}

function reservationOf(reserved: Exclude<ReservedAttempt, { outcome: 'crowded' }>): Reservation {
  switch (reserved.outcome) {
    case 'reserved':
    case 'follows':
      return { outcome: reserved.outcome };
    case 'card_blocked':
      return { outcome: reserved.outcome, until: reserved.until.getTime() };
    case 'budget_used_up':
      return { outcome: reserved.outcome, until: reserved.freeAt.getTime() };
  }
}
