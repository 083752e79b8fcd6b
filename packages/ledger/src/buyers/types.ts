import type { PauseReason } from '@drawdown/shared/codes';
import type { Currency, Money } from '@drawdown/shared/money';
import type { Actor } from '../accounts/types.ts';
import type { RetryState } from '../collections/types.ts';
import type { Page, PageRequest } from '../database/page.ts';
import type { Payer, PaymentMethod } from '../payment-methods/types.ts';
import type { SwitchPreview } from '../switching/types.ts';

export type BillingMechanism = 'wallet' | 'direct_charge' | 'net_terms' | 'manual';

export type BuyerBilling = {
  mechanism: BillingMechanism;
  failurePolicy: 'pause' | 'continue';
  pauseTiming: 'immediate' | 'when_exhausted';
  fallbackToCard: boolean;
  exposureLimit: Money | null;
  creditLimit: Money | null;
  termsDays: number | null;
  invoicePeriod: 'weekly' | 'monthly' | null;
  dailyCap: Money | null;
  monthlyCap: Money | null;
  returnWindowDays: number;
  /** Under the policy `pause`: whether a failed charge is tried again while he is paused. */
  retryWhilePaused: boolean;
  /** Whether mail goes to the buyer too. */
  notifyBuyer: boolean;
  /** Whether its top-ups appear on a Stripe invoice; null: as the account has it. */
  invoiceTopUps: boolean | null;
};

export type OpenPauseReason = {
  id: string;
  reason: PauseReason;
  since: Date;
  note: string | null;
  openedBy: string | null;
  /** `pause_when_exhausted`: leads are still delivered from what is left. */
  effect: 'pause' | 'pause_when_exhausted';
  /** What has to be available again for it to resolve by itself. */
  amount: Money | null;
  chargeId: string | null;
  /** How the charge that it is about stands; null when it is about none, or that has ended. */
  charge: {
    topUpId: string;
    payer: Payer;
    card: { brand: string; last4: string };
    declineCode: string | null;
    retryState: RetryState;
    nextAttemptAt: Date | null;
  } | null;
};

export type Buyer = {
  id: string;
  accountId: string;
  name: string;
  externalId: string | null;
  email: string | null;
  currency: Currency;
  walletId: string;
  wallet: {
    name: string | null;
    owner: 'buyer' | 'account';
    sharedBy: number;
    balance: Money;
    held: Money;
    available: Money;
  };
  /** `paused` exactly while a reason with the effect `pause` is open. */
  deliveryStatus: 'active' | 'paused';
  pauseReasons: OpenPauseReason[];
  billing: BuyerBilling;
  /** Owed for leads that were delivered and not paid yet. */
  exposure: Money;
  defaultPaymentMethod: PaymentMethod | null;
  stripeCustomerId: string | null;
  createdAt: Date;
};

export type CreateBuyerInput = {
  accountId: string;
  name: string;
  externalId?: string | undefined;
  email?: string | undefined;
  /** Default: the shared wallet's currency, else the account's. */
  currency?: Currency | undefined;
  /** A shared wallet to draw on; without it the buyer gets a wallet of its own. */
  walletId?: string | undefined;
  billing?: Partial<{ [K in keyof BuyerBilling]: BuyerBilling[K] | undefined }> | undefined;
};

export type UpdateBuyerInput = {
  accountId: string;
  buyerId: string;
  name?: string | undefined;
  externalId?: string | null | undefined;
  email?: string | null | undefined;
  billing?: Partial<{ [K in keyof BuyerBilling]: BuyerBilling[K] | undefined }> | undefined;
};

export type SaveBuyerResult =
  | { outcome: 'saved'; buyer: Buyer }
  | { outcome: 'external_id_taken' }
  | { outcome: 'wallet_not_found' }
  | { outcome: 'wallet_not_shared' }
  | { outcome: 'currency_mismatch'; expected: Currency; field: string }
  /** Something that is open forbids another mechanism for now; nothing was changed. */
  | { outcome: 'switch_not_allowed'; preview: SwitchPreview };

export type BuyerFilter = {
  search?: string | undefined;
  externalId?: string | undefined;
  walletId?: string | undefined;
};

export type Buyers = {
  create(input: CreateBuyerInput, actor: Actor): Promise<SaveBuyerResult>;
  /** Null when the buyer does not exist in this account. */
  update(input: UpdateBuyerInput, actor: Actor): Promise<SaveBuyerResult | null>;
  get(accountId: string, buyerId: string): Promise<Buyer | null>;
  list(accountId: string, filter: BuyerFilter, page: PageRequest): Promise<Page<Buyer>>;
};
