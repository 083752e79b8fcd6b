import type { Money } from '@drawdown/shared/money';
import type { Actor } from '../accounts/types.ts';
import type { Payer } from '../payment-methods/types.ts';

export type SuspendedBecause =
  | 'card_declined'
  | 'retries_exhausted'
  | 'no_usable_card'
  | 'disputed'
  | 'safety_net';

export type NotStartedBecause =
  | 'daily_limit_reached'
  | 'monthly_limit_reached'
  | 'no_usable_card'
  | 'card_being_retried'
  | 'buyers_paused_by_hand';

/** `off`: nobody wants it. `suspended`: wanted, but it charges nothing until its reason is gone. */
export type AutoTopUpState = 'off' | 'on' | 'suspended';

export type AutoTopUpRule = {
  walletId: string;
  accountId: string;
  enabled: boolean;
  state: AutoTopUpState;
  threshold: Money;
  amount: Money | null;
  targetBalance: Money | null;
  payer: Payer;
  dailyLimit: Money | null;
  monthlyLimit: Money | null;
  consent: { text: string; by: string; at: Date };
  suspended: {
    at: Date;
    because: SuspendedBecause;
    card: { brand: string; last4: string } | null;
    topUpId: string | null;
  } | null;
  notStartedBecause: NotStartedBecause | null;
  /** The automatic top-up that is open now. */
  openTopUpId: string | null;
  updatedAt: Date;
};

export type SaveAutoTopUpInput = {
  accountId: string;
  walletId: string;
  enabled: boolean;
  threshold: Money;
  amount: Money | null;
  targetBalance: Money | null;
  payer: 'account' | 'buyer';
  payerBuyerId?: string | undefined;
  /** Undefined: three times the amount (the target). Null: none. */
  dailyLimit?: Money | null | undefined;
  monthlyLimit?: Money | null | undefined;
  consentText: string;
};

export type SaveAutoTopUpResult =
  | { outcome: 'saved'; rule: AutoTopUpRule /** What it started at once. */; startedTopUpId: string | null }
  | { outcome: 'wallet_not_found' }
  | { outcome: 'buyer_not_found' }
  | { outcome: 'payer_buyer_required' }
  | { outcome: 'no_payment_method'; payer: Payer }
  | { outcome: 'currency_mismatch'; field: string; expected: string }
  | { outcome: 'invalid'; field: string; message: string };

export type AutoTopUps = {
  get(accountId: string, walletId: string): Promise<AutoTopUpRule | null>;
  /** Saves the rule with the consent it was given, and starts what is due at once, in the same transaction. */
  save(input: SaveAutoTopUpInput, actor: Actor): Promise<SaveAutoTopUpResult>;
  /** What saving would charge at once: null when nothing. Changes nothing. */
  preview(input: Omit<SaveAutoTopUpInput, 'consentText'>): Promise<{ amount: Money } | null>;
  /** Looks at every wallet whose rule is on and due, and starts what an earlier look missed. Answers the top-ups. */
  sweep(limit: number): Promise<string[]>;
  suspend(walletId: string, because: SuspendedBecause, actor: Actor): Promise<void>;
};
