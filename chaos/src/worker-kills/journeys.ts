import { confirmedByPayer, paidWhenAsked } from './asking.ts';
import { deliveredByCard, refusedThenDelivered, trustedThenCollected } from './charging-leads.ts';
import { disputeLost, disputeWon } from './disputing.ts';
import { canceledWhileUnknown, fundedOtherwise, markedPaid, refusedAtSetUp, stopped } from './ending.ts';
import { invoiced } from './invoicing.ts';
import { creditedThenPaid, paidLate, paidOnDueDate, voided, writtenOff } from './invoicing-debt.ts';
import { paidByTransfer, paidInDashboard, remindedThenPaid } from './invoicing-outside.ts';
import type { Journey } from './journey.ts';
import { pausedForADay } from './pausing.ts';
import { paidAfterBlockedCard, paidAtOnce, paidByRetry, paidWithAnotherCard } from './paying.ts';
import { leadPaidSlowly, retriedSlowly } from './processing.ts';
import { leadPaidBack, refundedAtOnce, refundedSlowly, refundRefused } from './refunding.ts';

/** Together they pass every point at which a worker can be killed. */
export const JOURNEYS: readonly Journey[] = [
  paidAtOnce,
  paidWithAnotherCard,
  paidByRetry,
  paidAfterBlockedCard,
  stopped,
  markedPaid,
  fundedOtherwise,
  canceledWhileUnknown,
  refusedAtSetUp,
  retriedSlowly,
  paidWhenAsked,
  confirmedByPayer,
  invoiced,
  pausedForADay,
  deliveredByCard,
  leadPaidSlowly,
  refusedThenDelivered,
  trustedThenCollected,
  refundedAtOnce,
  leadPaidBack,
  refundedSlowly,
  refundRefused,
  disputeWon,
  disputeLost,
  paidOnDueDate,
  paidLate,
  creditedThenPaid,
  voided,
  writtenOff,
  paidByTransfer,
  paidInDashboard,
  remindedThenPaid,
];
