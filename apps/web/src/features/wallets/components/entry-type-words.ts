import type { EntryType } from '@drawdown/shared/http';

export const ENTRY_TYPE_WORDS: Record<EntryType, string> = {
  top_up: 'Top-up',
  external_credit: 'Money received',
  promotional_credit: 'Promotional credit',
  delivery: 'Lead',
  return: 'Returned lead',
  refund: 'Refund',
  refund_reversal: 'Refund failed',
  dispute: 'Dispute',
  dispute_reversal: 'Dispute won',
  correction: 'Correction',
  settlement: 'Settlement',
  receivable_payment: 'Payment received',
  write_off: 'Written off',
  transfer: 'Moved balance',
};
