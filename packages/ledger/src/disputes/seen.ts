import type { DisputeStatus, DisputeVerdict } from '@drawdown/shared/codes';
import type { SeenDispute } from '@drawdown/shared/payments';

/** Where a dispute stands, from Stripe's word for it. A word that Stripe may add stands for a dispute that goes on. */
export function statusOf(stripeStatus: string): DisputeStatus {
  switch (stripeStatus) {
    case 'warning_needs_response':
    case 'warning_under_review':
      return 'inquiry';
    case 'warning_closed':
      return 'inquiry_closed';
    case 'appeal_under_review':
      return 'under_review';
    case 'under_review':
    case 'won':
    case 'lost':
      return stripeStatus;
    // Settled before it became a dispute; where Stripe took money for it, that money is the payer's for good.
    case 'prevented':
      return 'lost';
    default:
      return 'needs_response';
  }
}

/** The end, or null while it goes on. What took no money at Stripe is lost by nobody. */
export function verdictOf(seen: SeenDispute): DisputeVerdict | null {
  const status = statusOf(seen.status);
  switch (status) {
    case 'won':
    case 'inquiry_closed':
      return status;
    case 'lost':
      return seen.status === 'prevented' && seen.movements.length === 0 ? 'inquiry_closed' : 'lost';
    case 'inquiry':
    case 'needs_response':
    case 'under_review':
      return null;
  }
}

/**
 * Whether its money is to be taken now: an inquiry takes none until it becomes a dispute, and one that was won before we
 * heard of it has given everything back already.
 */
export function takesMoney(seen: SeenDispute): boolean {
  const verdict = verdictOf(seen);
  return verdict === null ? statusOf(seen.status) !== 'inquiry' : verdict === 'lost';
}
