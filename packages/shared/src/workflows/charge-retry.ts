/** Workflow `chargeRetry`: collects a charge that was declined. A child of `topUp`, which awaits how it ends. */
export const CHARGE_RETRY_WORKFLOW = 'chargeRetry';

export function chargeRetryWorkflowId(chargeId: string): string {
  return `charge-retry:${chargeId}`;
}

/** Small values for operators; what is true is asked of the database each time it wakes. */
export type ChargeRetryInput = {
  chargeId: string;
  topUpId: string;
  accountId: string;
  walletId: string;
  buyerId: string | null;
  amountMinor: number;
  currency: string;
};

export type ChargeRetryResult =
  | {
      outcome: 'recovered';
      paymentIntentId: string;
      stripeChargeId: string | null;
      amountReceivedMinor: number;
    }
  | { outcome: 'closed'; as: 'stopped' | 'paid_outside' | 'written_off' | 'funded_otherwise' | 'given_up' };

/** Signal: the payer has another card, or the issuer sent new details; the workflow looks for itself. */
export const PAYMENT_METHOD_UPDATED_SIGNAL = 'paymentMethodUpdated';

/** Signal: a payment with the same card has succeeded. */
export const CARD_WORKS_SIGNAL = 'cardWorks';

/** Signal: the money has come in another way. */
export const FUNDED_OTHERWISE_SIGNAL = 'fundedOtherwise';

/** Updates; each answers once it is done. `paymentChanged` is the same signal as topUp's. */
export const RETRY_NOW_UPDATE = 'retryNow';
export const STOP_RETRYING_UPDATE = 'stopRetrying';
export const MARK_PAID_UPDATE = 'markPaid';
export const WRITE_OFF_UPDATE = 'writeOff';

export type RetryMessage = {
  by: string;
  actor: { kind: 'user' | 'api_key' | 'workflow' | 'system'; id: string; label: string };
  reason: string;
  reference?: string;
};

export type RetryNowResult =
  | { outcome: 'paid' }
  | { outcome: 'declined'; code: string }
  | { outcome: 'waiting'; because: string };
export type CloseRetryResult = { closed: true } | { closed: false; because: string };

/** Query: what was tried, what comes next. */
export const RETRY_SCHEDULE_QUERY = 'schedule';
export type RetrySchedule = { words: string; attempts: number; nextAttemptAt: string | null };

/** What an outbox message of the kind `charge_news` says. */
export type ChargeNews = 'paymentMethodUpdated' | 'cardWorks' | 'fundedOtherwise';
