import type { EmailKind } from './types.ts';

export const EMAIL_KINDS: readonly EmailKind[] = [
  'receipt',
  'charge_declined',
  'action_needed',
  'pause_reminder',
  'resumed',
  'low_balance',
  'balance_recovered',
  'card_expiring',
  'payer_link',
];
