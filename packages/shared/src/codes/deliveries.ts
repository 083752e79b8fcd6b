/** Why a rung other than the wallet paid for a lead. */
export const FUNDING_REASONS = [
  'wallet_short',
  'direct_charge',
  'within_credit_limit',
  'manual_billing',
  'trusted_while_retrying',
] as const;

export type FundingReason = (typeof FUNDING_REASONS)[number];

/** Why a delivered lead is given back. Free text goes beside it. */
export const RETURN_CODES = [
  'invalid_contact',
  'duplicate',
  'outside_area',
  'wrong_service',
  'no_interest',
  'fraudulent',
  'other',
] as const;

export type ReturnCode = (typeof RETURN_CODES)[number];
