import type { Payer } from '@drawdown/ledger';
import type { z } from 'zod';
import type { Access } from '../http/route.ts';

export type ScopeAccess = Extract<Access, { kind: 'scope' }>;

/** No buyer in the path: the account's own cards. */
type PayerParams = { buyerId?: string };

/** Where the cards of one kind of payer are found. */
export type PayerPaths = {
  base: string;
  whose: string;
  readAccess: ScopeAccess;
  params: z.ZodType<PayerParams>;
  cardParams: z.ZodType<PayerParams & { paymentMethodId: string }>;
};

export function payerOf({ buyerId }: PayerParams): Payer {
  return buyerId === undefined ? { kind: 'account' } : { kind: 'buyer', buyerId };
}
