import {
  type ChargeOutcome,
  classifyDecline,
  type NetworkOutcome,
  withNetworkOutcome,
} from '@drawdown/shared/payments';
import type { Stripe } from 'stripe';
import { z } from 'zod';
import type { LookedUp } from './charge-outcome.ts';

const TIMEOUT_MS = 5_000;

const chargeSchema = z.object({
  object: z.literal('charge'),
  outcome: z.object({
    type: z.string().nullish(),
    reason: z.string().nullish(),
    advice_code: z.string().nullish(),
    network_advice_code: z.string().nullish(),
  }),
});

/**
 * A decline with what Stripe noted on its charge, such as that it was never sent to the bank: the code alone may say
 * only that it was declined. Where that is not to be had, the decline as it is.
 */
export async function explained<Outcome extends ChargeOutcome | LookedUp>(
  stripe: Stripe,
  outcome: Outcome,
): Promise<Outcome> {
  if (outcome.outcome !== 'declined') return outcome;
  const { decline } = outcome;
  if (decline.stripeChargeId === null || classifyDecline(decline) === 'hard') return outcome;
  const noted = await outcomeOfCharge(stripe, decline.stripeChargeId);
  return noted === null ? outcome : { ...outcome, decline: withNetworkOutcome(decline, noted) };
}

async function outcomeOfCharge(stripe: Stripe, stripeChargeId: string): Promise<NetworkOutcome | null> {
  const answer = await stripe.charges.retrieve(stripeChargeId, {}, { timeout: TIMEOUT_MS }).catch(() => null);
  const parsed = chargeSchema.safeParse(answer);
  if (!parsed.success) return null;
  const { type, reason, advice_code, network_advice_code } = parsed.data.outcome;
  return {
    type: type ?? null,
    reason: reason ?? null,
    adviceCode: advice_code ?? null,
    networkAdviceCode: network_advice_code ?? null,
  };
}
