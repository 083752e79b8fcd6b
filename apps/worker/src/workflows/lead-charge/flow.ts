import type { LeadChargeInput } from '@drawdown/shared/workflows';
import type { OpenLead } from '../../activities/lead-charge-facts.ts';
import type { Attempt } from '../charging/attempt.ts';
import type { Conversation } from './conversation.ts';

/** What every step of charging for one lead shares. */
export type Flow = { input: LeadChargeInput; facts: OpenLead; conversation: Conversation };

/** The only attempt that is made for a lead: nobody waits weeks for one. */
export function attemptOf({ input, facts }: Flow): Attempt {
  const { chargeId, deliveryId, accountId, walletId, buyerId } = input;
  return {
    process: 'lead-charge',
    chargeId,
    order: {
      description: `Lead ${deliveryId}`,
      metadata: { deliveryId, chargeId, accountId, walletId, buyerId },
    },
    number: facts.attempt,
    begun: facts.attemptBegun,
    paymentIntentId: facts.paymentIntentId,
    knownStripeChargeIds: facts.knownStripeChargeIds,
    olderFailure: null,
    stripeCustomerId: facts.stripeCustomerId,
    stripePaymentMethodId: facts.stripePaymentMethodId,
    amountMinor: facts.amountMinor,
    currency: facts.currency,
  };
}
