import type { RefusalCode } from '@drawdown/shared/codes';

export const REFUSAL_WORDS: Record<RefusalCode, string> = {
  insufficient_funds: 'not enough credit',
  delivery_paused: 'delivery paused',
  credit_limit_reached: 'credit limit reached',
  spending_cap_reached: 'spending cap reached',
  card_declined: 'card declined',
  price_below_card_minimum: 'price below what a card can pay',
  no_payment_method: 'no card on file',
  mechanism_not_available: 'billing mechanism not available',
};

export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** Time of day in UTC, as in the file: `14:07`. */
export function clock(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 16);
}
