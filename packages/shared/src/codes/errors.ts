/**
 * Every `code` that a problem+json answer can carry, with its HTTP status. The list is closed: clients may switch on it.
 * docs/api.md says for each what the caller can do about it.
 */
export const ERROR_STATUS = {
  validation_failed: 400,
  invalid_amount: 400,
  unknown_currency: 400,
  unknown_field: 400,
  malformed_json: 400,
  idempotency_key_invalid: 400,
  signature_invalid: 400,
  unauthenticated: 401,
  insufficient_funds: 402,
  credit_limit_reached: 402,
  spending_cap_reached: 402,
  card_declined: 402,
  forbidden: 403,
  cross_site_request: 403,
  not_found: 404,
  method_not_allowed: 405,
  delivery_paused: 409,
  lead_price_conflict: 409,
  idempotency_key_reused: 409,
  external_id_taken: 409,
  state_conflict: 409,
  charge_not_failing: 409,
  return_window_over: 409,
  last_card_of_auto_top_up: 409,
  link_dead: 410,
  body_too_large: 413,
  unsupported_media_type: 415,
  no_payment_method: 422,
  payer_buyer_required: 422,
  payment_method_rejected: 422,
  currency_mismatch: 422,
  amount_below_minimum: 422,
  amount_above_maximum: 422,
  funding_not_permitted: 422,
  funding_not_refundable: 422,
  refund_limit_exceeded: 422,
  price_below_card_minimum: 422,
  payment_exceeds_owed: 422,
  mechanism_not_available: 422,
  rate_limited: 429,
  internal_error: 500,
  payment_provider_unavailable: 502,
  overloaded: 503,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

export const ERROR_CODES = Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]];
