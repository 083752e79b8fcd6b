/** Where a top-up's money comes from. Only the two card fundings ever reach Stripe. */
export const TOP_UP_FUNDINGS = ['account_card', 'buyer_card', 'external', 'promotional'] as const;

export type TopUpFunding = (typeof TOP_UP_FUNDINGS)[number];

/**
 * The states of a top-up. `succeeded` only once the credit is posted; an unknown outcome at Stripe is `processing`,
 * never `declined`.
 */
export const TOP_UP_STATUSES = [
  'pending',
  'processing',
  'requires_action',
  'retrying',
  'succeeded',
  'declined',
  'canceled',
] as const;

export type TopUpStatus = (typeof TOP_UP_STATUSES)[number];

export function isFinalTopUpStatus(status: TopUpStatus): boolean {
  switch (status) {
    case 'succeeded':
    case 'declined':
    case 'canceled':
      return true;
    case 'pending':
    case 'processing':
    case 'requires_action':
    case 'retrying':
      return false;
  }
}
