import type { PauseReason } from '@drawdown/shared/codes';
import type { Currency, Money } from '@drawdown/shared/money';
import type { Actor } from '../accounts/types.ts';
import type { Page, PageRequest } from '../database/page.ts';
import type { PaymentMethod } from '../payment-methods/types.ts';

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
};

export type OpenPauseReason = { reason: PauseReason; since: Date; note: string | null };

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
  /** `paused` exactly while a pause reason is open. */
  deliveryStatus: 'active' | 'paused';
  pauseReasons: OpenPauseReason[];
  billing: BuyerBilling;
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
  | { outcome: 'currency_mismatch'; expected: Currency; field: string };

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
