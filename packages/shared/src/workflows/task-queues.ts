/** Workflows and ledger activities. */
export const BILLING_TASK_QUEUE = 'billing';

/** Calls to Stripe, on a queue of their own so that they can be rate-limited without slowing the ledger. */
export const PAYMENTS_TASK_QUEUE = 'payments';
