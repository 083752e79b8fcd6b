import type { RefusalCode } from '@drawdown/shared/codes';
import type { Currency, Money } from '@drawdown/shared/money';
import type { Page, PageRequest } from '../database/page.ts';
import type { Delivery } from '../deliveries/types.ts';

/** Money of a wallet reserved for one lead: counted in `held` until it is captured, released or expired. */
export type Hold = {
  id: string;
  accountId: string;
  buyerId: string;
  walletId: string;
  leadId: string | null;
  amount: Money;
  status: 'open' | 'captured' | 'released' | 'expired' | 'refused';
  refusalCode: RefusalCode | null;
  /** What was available when it was decided. */
  availableSeen: Money;
  captured: Money | null;
  deliveryId: string | null;
  expiresAt: Date;
  createdAt: Date;
  endedAt: Date | null;
};

export type PlaceHoldInput = {
  accountId: string;
  buyerId: string;
  amount: Money;
  leadId?: string | undefined;
  lifetimeMs: number;
  idempotency?: { key: string; requestHash: string } | undefined;
};

export type PlaceHoldResult =
  | { outcome: 'placed'; hold: Hold; replayed: boolean }
  | { outcome: 'refused'; hold: Hold; code: RefusalCode; topUpInProgress: boolean; replayed: boolean }
  | { outcome: 'buyer_not_found' }
  | { outcome: 'currency_mismatch'; expected: Currency }
  | { outcome: 'idempotency_key_reused' };

export type CaptureHoldInput = {
  accountId: string;
  holdId: string;
  leadId: string;
  /** Default: the whole hold. */
  amount?: Money | undefined;
  labels?: Record<string, string> | undefined;
  idempotency?: { key: string; requestHash: string } | undefined;
};

export type CaptureHoldResult =
  | { outcome: 'captured'; delivery: Delivery; replayed: boolean }
  /** The buyer has this lead already; the hold stays as it is. */
  | { outcome: 'lead_delivered'; delivery: Delivery }
  | { outcome: 'not_found' }
  | { outcome: 'not_open'; hold: Hold }
  | { outcome: 'currency_mismatch'; expected: Currency }
  | { outcome: 'exceeds_hold'; hold: Hold }
  | { outcome: 'idempotency_key_reused' };

export type EndHoldResult =
  | { outcome: 'released'; hold: Hold; replayed: boolean }
  | { outcome: 'not_found' }
  | { outcome: 'not_open'; hold: Hold };

export type HoldFilter = {
  walletId?: string | undefined;
  buyerId?: string | undefined;
  status?: Hold['status'] | undefined;
};

export type Holds = {
  place(input: PlaceHoldInput): Promise<PlaceHoldResult>;
  /** Never fails for lack of money: it was reserved. */
  capture(input: CaptureHoldInput): Promise<CaptureHoldResult>;
  release(accountId: string, holdId: string): Promise<EndHoldResult>;
  get(accountId: string, holdId: string): Promise<Hold | null>;
  /** Newest first, refused ones too unless a status is asked for. */
  list(accountId: string, filter: HoldFilter, page: PageRequest): Promise<Page<Hold>>;
  /** Frees up to `limit` holds that are past their time; answers how many. Until then they stay reserved. */
  expireDue(limit: number): Promise<number>;
};
