import type { Ledger, ReservedAttempt, RetryAsked } from '@drawdown/ledger';
import type { ChargeOutcome, Decline } from '@drawdown/shared/payments';
import type { Failpoints } from '../failpoints/failpoints.ts';
import { afterThisDecline } from './after-this-decline.ts';
import { cardCrowded } from './card-crowded.ts';
import { cardOfNoUse, type OfNoUse } from './card-of-no-use.ts';
import type { ChargingProcess, Reservation, RetryCard, RetryView } from './charge-retry-facts.ts';
import { publishCharge } from './publish-charge.ts';
import { readRetryFacts, retryCard } from './read-retry-facts.ts';

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
  return {
    readRetry,
    noteRetryAsked,
    reserveAttempt,
    recordDecline,
    recordUndecided,
    recordPayersOutcome,
    recordPaid,
    closeCharge,
  };

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
    const mayAsk = process === 'charge-retry' && !order.asked && !isBackup;
    const useless = mayAsk ? await cardOfNoUse(ledger, { chargeId, ...order }) : null;
    const reserved = useless ?? (await ledger.collections.reserveAttempt({ chargeId, ...order }));
    // Asked again by itself in a moment: one of the attempts under way is decided by then.
    if (reserved.outcome === 'crowded') throw cardCrowded();
    if (reserved.outcome !== 'reserved' && reserved.outcome !== 'taken' && !isBackup) {
      await ledger.collections.postpone({ chargeId, reserved, paymentMethodId: order.paymentMethodId });
      await publishCharge(ledger, topUpId);
    }
    failpoints.hit(`${process}:after-reserve`);
    return reservationOf(reserved);
  }

  /**
   * The decline and everything that follows from it, in one transaction; `at` is the workflow's time. Answers the backup
   * card where nothing follows before that one has been asked (`mayAskBackup`).
   */
  async function recordDecline(
    input: ChargeRef & {
      process: RetryingProcess;
      attempt: number;
      paymentIntentId: string | null;
      decline: Decline;
      at: number;
      isBackup: boolean;
      mayAskBackup?: boolean;
    },
  ): Promise<{ backupCard: RetryCard | null }> {
    const { process, topUpId, chargeId, attempt, paymentIntentId, decline, isBackup, mayAskBackup } = input;
    const declined = { chargeId, attempt, decline, at: new Date(input.at), isBackup };
    failpoints.hit(`${process}:before-record-decline`);
    const next = await afterThisDecline(ledger, declined);
    if (next === null) return { backupCard: null };
    const { pausedBuyerIds, backupCard } = await ledger.collections.recordDecline({
      chargeId,
      attempt,
      paymentIntentId,
      decline,
      next,
      mayAskBackup,
    });
    failpoints.hit(`${process}:after-record-decline`);
    await publishCharge(ledger, topUpId, pausedBuyerIds);
    return { backupCard: backupCard && retryCard(backupCard) };
  }

  /** Nobody knows yet, or Stripe is at it. */
  async function recordUndecided(
    input: ChargeRef & {
      attempt: number;
      outcome: Extract<ChargeOutcome, { outcome: 'unknown' | 'processing' }>;
    },
  ): Promise<void> {
    failpoints.hit('charge-retry:before-record-undecided');
    await ledger.charges.recordOutcome(input.chargeId, input.attempt, input.outcome);
    failpoints.hit('charge-retry:after-record-undecided');
    await publishCharge(ledger, input.topUpId);
  }

  /** Who asked for an attempt, and why: written once for each asking. */
  async function noteRetryAsked(asked: RetryAsked): Promise<void> {
    failpoints.hit('charge-retry:before-note-asked');
    await ledger.collections.noteRetryAsked(asked);
    failpoints.hit('charge-retry:after-note-asked');
  }

  /** What Stripe shows of an attempt that the payer made himself. True where it is decided now. */
  async function recordPayersOutcome(
    input: ChargeRef & { seen: Extract<ChargeOutcome, { outcome: 'declined' | 'requiresAction' }> },
  ): Promise<boolean> {
    const { chargeId, topUpId, seen } = input;
    failpoints.hit('charge-retry:before-record-payer');
    const isDecided = await ledger.collections.recordPayersOutcome(chargeId, seen);
    failpoints.hit('charge-retry:after-record-payer');
    if (isDecided) await publishCharge(ledger, topUpId);
    return isDecided;
  }

  /** The money came in, by whichever card Stripe says; `attempt` is the number of one that nobody has recorded yet. */
  async function recordPaid(
    input: ChargeRef & { attempt: number; outcome: Extract<ChargeOutcome, { outcome: 'succeeded' }> },
  ): Promise<void> {
    const { chargeId, attempt, outcome } = input;
    failpoints.hit('charge-retry:before-record-paid');
    await ledger.charges.recordPayment(chargeId, attempt, outcome);
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

const DAY_MS = 24 * 3600_000;

function reservationOf(reserved: Exclude<ReservedAttempt | OfNoUse, { outcome: 'crowded' }>): Reservation {
  switch (reserved.outcome) {
    case 'reserved':
    case 'follows':
    case 'taken':
      return { outcome: reserved.outcome };
    case 'of_no_use':
      return { outcome: 'card_blocked', until: Date.now() + DAY_MS };
    case 'card_blocked':
      return { outcome: reserved.outcome, until: reserved.until.getTime() };
    case 'budget_used_up':
      return { outcome: reserved.outcome, until: reserved.freeAt.getTime() };
  }
}
