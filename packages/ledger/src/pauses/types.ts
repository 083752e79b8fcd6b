import type { PauseReason } from '@drawdown/shared/codes';
import type { Money } from '@drawdown/shared/money';
import type { Actor } from '../accounts/types.ts';

export type OpenReason = {
  id: string;
  reason: PauseReason;
  /** The charge it is about; null for a pause by hand. */
  chargeId: string | null;
  effect: 'pause' | 'pause_when_exhausted';
  amount: Money | null;
  note: string | null;
  openedAt: Date;
  openedBy: string | null;
};

/** What a pause is at this moment; `open` is empty when the buyer receives leads. */
export type PauseFacts = {
  accountId: string;
  buyerId: string;
  buyerName: string;
  /** Null when no episode was ever opened or the last one is over. */
  episode: { id: string; openedAt: Date } | null;
  open: OpenReason[];
  /** Leads refused because of it since it began, and what they would have been worth. */
  withheld: { leads: number; value: Money };
  available: Money;
  /** What is owed for leads that were delivered on trust. */
  exposure: Money;
};

export type PauseByHandResult = { outcome: 'paused' | 'already_paused' } | { outcome: 'buyer_not_found' };
export type ResumeResult =
  | { outcome: 'resumed' }
  | { outcome: 'not_paused' }
  | { outcome: 'buyer_not_found' };

export type Pauses = {
  /** A reason of the kind `manual`. The buyer receives no lead from the moment this answers. */
  pauseByHand(
    input: { accountId: string; buyerId: string; note: string },
    actor: Actor,
  ): Promise<PauseByHandResult>;
  /** Lifts every open reason by hand. A failing charge goes on being collected; it does not pause him again by itself. */
  resume(input: { accountId: string; buyerId: string; note: string }, actor: Actor): Promise<ResumeResult>;
  facts(buyerId: string): Promise<PauseFacts | null>;
  /** Leads refused because of a pause that lasted from then to then; null where there is no such buyer. */
  withheldDuring(pause: { buyerId: string; from: Date; to: Date }): Promise<PauseFacts['withheld'] | null>;
  /** Buyers over all accounts that are paused, or were without their workflow having ended, oldest first. */
  listOpen(limit: number): Promise<{ buyerId: string; accountId: string }[]>;
  /** Writes the reminder's mail for this episode, once for each `number`. */
  remind(input: { buyerId: string; episodeId: string; number: number }): Promise<void>;
  /** Closes reasons whose cause is gone (a sweep's view of what `afterCredit` does at once). Answers how many. */
  recheck(buyerId: string): Promise<number>;
  /** "Keep delivering what is left", and back. */
  setTiming(
    input: { accountId: string; buyerId: string; timing: 'immediate' | 'when_exhausted' },
    actor: Actor,
  ): Promise<boolean>;
};
