import type { RefusalCode } from '@drawdown/shared/codes';

/** What became of one lead. An error is anything that is no decision about the lead. */
export type LeadOutcome =
  | { kind: 'delivered'; deliveryId: string }
  | { kind: 'given_back' }
  | { kind: 'pending' }
  | { kind: 'refused'; code: RefusalCode }
  | { kind: 'error'; code: string; detail: string };
