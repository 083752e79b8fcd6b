import type { SeenDispute } from '@drawdown/shared/payments';
import type { Concerned } from './concerned.ts';
import type { PaymentOfDispute } from './find-payment.ts';

/** Who does what follows from a dispute, in the audit log. */
export const STRIPE = { kind: 'system', id: 'stripe', label: 'Stripe' } as const;

/** Everything that one dispute's records are written with. */
export type Recording = {
  seen: SeenDispute;
  payment: PaymentOfDispute;
  concerned: Concerned;
  /** In the wallet, under its lock. */
  availableMinor: bigint;
};
