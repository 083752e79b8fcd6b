import type { EmailKind } from './types.ts';

export const EMAIL_KINDS: readonly EmailKind[] = [
  'receipt',
  'charge_declined',
  'action_needed',
  'pause_reminder',
  'resumed',
  'low_balance',
  'balance_recovered',
  'auto_top_up_stopped',
  'card_expiring',
  'payer_link',
  'dispute_opened',
  'dispute_closed',
  'refund_failed',
  'invoice_issued',
  'invoice_overdue',
];
