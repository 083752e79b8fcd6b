export const VARIANTS = ['a', 'b', 'c', 'd', 'e'] as const;
export type VariantName = (typeof VARIANTS)[number];

export const VARIANT_TITLES: Record<VariantName, string> = {
  a: 'interactive Prisma transaction',
  b: 'posting function, one call per draw',
  c: 'group posting',
  d: 'both balances kept, NUMERIC (as pgledger documents)',
  e: 'physical limit: lock, insert, update',
};

/** A way to draw one lead's price from one of the wallets. Every draw is a new lead with a new key. */
export type Variant = {
  draw(wallet: number): Promise<void>;
  close(): Promise<void>;
};

export const PRICE_MINOR = 25_00n;
/** Enough for any run, so that no draw is refused. */
export const CREDIT_MINOR = 1_000_000_000_000_000n;
/** The ledger's own default; every variant gets the same. */
export const POOL_SIZE = 16;
