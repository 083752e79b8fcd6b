import { canceledWhileUnknown, fundedOtherwise, markedPaid, stopped } from './ending.ts';
import { invoiced } from './invoicing.ts';
import type { Journey } from './journey.ts';
import { pausedForADay } from './pausing.ts';
import { paidAfterBlockedCard, paidAtOnce, paidByRetry, paidWithAnotherCard } from './paying.ts';

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
  invoiced,
  pausedForADay,
];
