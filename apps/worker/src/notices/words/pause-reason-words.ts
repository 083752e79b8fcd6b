import type { PauseReason } from '@drawdown/shared/codes';

/** What stopped delivery, as the beginning of a sentence. */
export const PAUSE_REASON_WORDS = {
  charge_declined: 'A charge was declined',
  charge_retries_exhausted: 'Every retry of a charge was declined',
  authentication_required: 'A charge waits for the payer’s confirmation',
  exposure_limit_reached: 'More is owed than the exposure limit allows',
  invoice_overdue: 'An invoice is overdue',
  dispute_opened: 'A payment is disputed',
  safety_net: 'A safety net stopped delivery',
  manual: 'Paused by hand',
} as const satisfies Record<PauseReason, string>;

/** What ends it, as the end of "Delivery resumes once ...". */
export const RESOLVED_ONCE = {
  charge_declined: 'the charge is paid, or at least its amount is credited in another way',
  charge_retries_exhausted: 'another card is saved, or at least the amount is credited in another way',
  authentication_required: 'the payer confirms the payment',
  exposure_limit_reached: 'what is owed is paid',
  invoice_overdue: 'the invoice is paid',
  dispute_opened: 'the dispute is won, or lost and what is owed for it is paid',
  safety_net: 'the open flag is resolved',
  manual: 'an admin resumes it',
} as const satisfies Record<PauseReason, string>;
