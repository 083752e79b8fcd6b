/** Where a failing charge stands: what has to happen before it is tried again. */
export const RETRY_STATES = ['scheduled', 'trying', 'follows', 'needs_card', 'needs_payer'] as const;

export type RetryState = (typeof RETRY_STATES)[number];

/** Why an automatic top-up that is wanted charges nothing until its reason is gone. */
export const SUSPENDED_BECAUSE = [
  'card_declined',
  'retries_exhausted',
  'no_usable_card',
  'disputed',
  'safety_net',
] as const;

/** Why an automatic top-up, though due, started nothing the last time it was looked at. */
export const NOT_STARTED_BECAUSE = [
  'daily_limit_reached',
  'monthly_limit_reached',
  'no_usable_card',
  'card_being_retried',
  'buyers_paused_by_hand',
] as const;
