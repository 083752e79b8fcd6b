import type { SeenDispute } from '@drawdown/shared/payments';
import type { Stripe } from 'stripe';
import { z } from 'zod';
import { orProviderError } from '../gateway/failure.ts';
import { PaymentProviderError } from '../provider-error.ts';
import { parseDispute } from './stripe-dispute.ts';

/** What the bank that issued a card reports about a payment before anybody disputes it. */
export type SeenFraudWarning = {
  stripeWarningId: string;
  paymentIntentId: string | null;
  fraudType: string;
  /** False once the payment was refunded in full or disputed: then there is nothing left to prevent. */
  actionable: boolean;
};

const warningSchema = z.object({
  object: z.literal('radar.early_fraud_warning'),
  id: z.string().min(1),
  actionable: z.boolean(),
  fraud_type: z.string(),
  payment_intent: z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]).nullish(),
});

/** A payment is disputed as often as its payer has parts of it to complain about; more than these nobody has seen. */
const MOST_OF_ONE_PAYMENT = 100;

/** Disputes are read here and answered in Stripe's dashboard. @throws PaymentProviderError whatever went wrong. */
export function createDisputeLookUp(stripe: Stripe) {
  return { lookUpDispute, listDisputes, lookUpFraudWarning };

  /** As Stripe has it at this moment, with what it has moved on the balance. */
  async function lookUpDispute(stripeDisputeId: string): Promise<SeenDispute> {
    return dispute(await orProviderError(stripe.disputes.retrieve(stripeDisputeId)));
  }

  /** All disputes of one payment, newest first. */
  async function listDisputes(paymentIntentId: string): Promise<SeenDispute[]> {
    const page = await orProviderError(
      stripe.disputes.list({ payment_intent: paymentIntentId, limit: MOST_OF_ONE_PAYMENT }),
    );
    if (!Array.isArray(page.data)) throw noAnswer('list of disputes');
    return page.data.map(dispute);
  }

  async function lookUpFraudWarning(stripeWarningId: string): Promise<SeenFraudWarning> {
    const answer = await orProviderError(stripe.radar.earlyFraudWarnings.retrieve(stripeWarningId));
    const parsed = warningSchema.safeParse(answer);
    if (!parsed.success) throw noAnswer('fraud warning');
    const { id, actionable, fraud_type: fraudType, payment_intent: paymentIntentId } = parsed.data;
    return { stripeWarningId: id, paymentIntentId: paymentIntentId ?? null, fraudType, actionable };
  }
}

function dispute(answer: unknown): SeenDispute {
  const seen = parseDispute(answer);
  if (seen === null) throw noAnswer('dispute');
  return seen;
}

/** A proxy's error page is taken for a success by the SDK. */
function noAnswer(what: string): PaymentProviderError {
  return new PaymentProviderError('unreachable', `the answer is no ${what}`);
}
