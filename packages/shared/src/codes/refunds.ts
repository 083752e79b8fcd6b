/** A refund debits the wallet when it is asked for. `failed` gives the money back, also weeks after `succeeded`. */
export const REFUND_STATUSES = ['pending', 'succeeded', 'failed'] as const;

export type RefundStatus = (typeof REFUND_STATUSES)[number];

/** Asked for here, paying a returned lead back to its card, or made in Stripe's dashboard. */
export const REFUND_ORIGINS = ['requested', 'returned_lead', 'dashboard'] as const;

export type RefundOrigin = (typeof REFUND_ORIGINS)[number];

/** Where the money of a returned lead went. */
export const RETURNED_TO = ['wallet', 'receivable', 'card'] as const;

export type ReturnedTo = (typeof RETURNED_TO)[number];
