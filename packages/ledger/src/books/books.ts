/** The books of an account. Wallets and receivables belong to an owner; the others there is one of for each currency. */
export const BOOK_KINDS = [
  'wallet',
  'receivable',
  'stripe_clearing',
  'external_receipts',
  'promotions',
  'lead_revenue',
  'refunds_in_flight',
  'disputed_funds',
  'stripe_fees',
  'write_offs',
] as const;

export type BookKind = (typeof BOOK_KINDS)[number];
