import type { ApiScope, Role } from '@drawdown/shared/codes';
import type { Currency, Money } from '@drawdown/shared/money';
import type { RetryPolicy } from '@drawdown/shared/retries';

/** The agency; the tenant. Every other row belongs to exactly one account. */
export type Account = {
  id: string;
  slug: string;
  name: string;
  currency: Currency;
  timeZone: string;
  stripeCustomerId: string | null;
  createdAt: Date;
};

export type WalletOnlyFunding = 'account_card' | 'external' | 'promotional';

export type BillingSettings = {
  topUpMinimum: Money;
  topUpMaximum: Money;
  walletOnlyFunding: { default: WalletOnlyFunding; permitted: WalletOnlyFunding[] };
  /** What a buyer may owe for leads delivered on trust where its own limit is not set. */
  defaultExposureLimit: Money;
  /** What is left unpaid at or below this never keeps a buyer paused. */
  residue: Money;
  /** `label` null: the account's schedule needs no remark. The standard policy where none was set. */
  retryPolicy: RetryPolicy & { label: string | null };
  /** Where answers to our mail go. */
  mailReplyTo: string | null;
  /** Whether card top-ups appear on a Stripe invoice where neither buyer nor top-up says otherwise. */
  invoiceTopUps: boolean;
  /** `none`: what the card pays is what the wallet gains. There is no other yet. */
  topUpTax: 'none';
};

export type User = {
  id: string;
  accountId: string;
  email: string;
  name: string;
  role: Role;
  passwordHash: string;
};

export type ApiKey = { id: string; accountId: string; name: string; scopes: ApiScope[] };

/** Who asked for a change, as the audit log keeps it. */
export type Actor = { kind: 'user' | 'api_key' | 'workflow' | 'system'; id: string; label: string };

export type Accounts = {
  create(input: { slug: string; name: string; currency: Currency; timeZone: string }): Promise<Account>;
  findBySlug(slug: string): Promise<Account | null>;
  get(accountId: string): Promise<Account>;
  settings(accountId: string): Promise<BillingSettings>;
  /** Merges (`retryPolicy` as a whole); `default` must be one of `permitted`, the minimum at most the maximum (the caller checks). */
  updateSettings(accountId: string, change: Partial<BillingSettings>, actor: Actor): Promise<BillingSettings>;
};

export type Users = {
  /** Creates the user or brings name, role and password up to date; the email is unique over all accounts. */
  ensure(input: Omit<User, 'id'>): Promise<User>;
  findByEmail(email: string): Promise<User | null>;
  get(userId: string): Promise<User | null>;
};

export type ApiKeys = {
  /** Stores the SHA-256 of the token, never the token. The same token again changes name and scopes only. */
  ensure(input: {
    accountId: string;
    name: string;
    token: string;
    scopes: readonly ApiScope[];
  }): Promise<ApiKey>;
  /** Null for an unknown or revoked token. */
  authenticate(token: string): Promise<ApiKey | null>;
};
