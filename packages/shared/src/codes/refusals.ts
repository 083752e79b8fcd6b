/** Why a lead is not delivered. Each is also an error code of the HTTP contract. */
export const REFUSAL_CODES = [
  'insufficient_funds',
  'delivery_paused',
  'credit_limit_reached',
  'spending_cap_reached',
  'card_declined',
  'price_below_card_minimum',
  'no_payment_method',
  'mechanism_not_available',
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** What a buyer's delivery can be paused for. A reason stays open until it is resolved. */
export const PAUSE_REASONS = [
  'charge_declined',
  'charge_retries_exhausted',
  'authentication_required',
  'exposure_limit_reached',
  'invoice_overdue',
  'dispute_opened',
  'safety_net',
  'manual',
] as const;

export type PauseReason = (typeof PAUSE_REASONS)[number];
