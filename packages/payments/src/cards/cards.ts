import type { Decline } from '@drawdown/shared/payments';
import { Stripe } from 'stripe';
import { z } from 'zod';
import { describeFailure, providerError } from '../gateway/failure.ts';
import { PaymentProviderError } from '../provider-error.ts';

export type CardSource = { testCard: string } | { setupIntentId: string };

export type SavedCard = {
  stripePaymentMethodId: string;
  brand: string;
  last4: string;
  expMonth: number;
  expYear: number;
  fingerprint: string | null;
};

export type SaveCardResult =
  | { outcome: 'saved'; card: SavedCard }
  | { outcome: 'declined'; decline: Decline }
  | { outcome: 'rejected'; detail: string };

const cardSchema = z.object({
  id: z.string().min(1),
  object: z.literal('payment_method'),
  card: z.object({
    brand: z.string(),
    last4: z.string(),
    exp_month: z.int(),
    exp_year: z.int(),
    fingerprint: z.string().nullish(),
  }),
});

/** Saved cards of a customer. Card numbers never pass through here. */
export function createCards(stripe: Stripe) {
  return { saveCard, detachCard };

  async function saveCard(input: { customerId: string; source: CardSource }): Promise<SaveCardResult> {
    const { customerId, source } = input;
    try {
      if ('setupIntentId' in source) return await readSetupIntent(customerId, source.setupIntentId);
      return readCard(await stripe.paymentMethods.attach(source.testCard, { customer: customerId }));
    } catch (error) {
      const failure = describeFailure(error);
      if (error instanceof Stripe.errors.StripeInvalidRequestError && failure.kind !== 'unknown')
        return { outcome: 'rejected', detail: error.message };
      if (failure.kind === 'declined') return { outcome: 'declined', decline: failure.decline };
      throw providerError(error);
    }
  }

  async function readSetupIntent(customerId: string, setupIntentId: string): Promise<SaveCardResult> {
    const intent = await stripe.setupIntents.retrieve(setupIntentId, { expand: ['payment_method'] });
    const owner = typeof intent.customer === 'string' ? intent.customer : intent.customer?.id;
    if (owner !== customerId)
      return { outcome: 'rejected', detail: 'This card was saved for somebody else.' };
    if (intent.status !== 'succeeded')
      return { outcome: 'rejected', detail: `Saving the card is not finished (${intent.status}).` };
    return readCard(intent.payment_method);
  }

  /** A card that is not attached any more, or that Stripe never knew, is as good as detached. */
  async function detachCard(stripePaymentMethodId: string): Promise<void> {
    try {
      await stripe.paymentMethods.detach(stripePaymentMethodId);
    } catch (error) {
      if (error instanceof Stripe.errors.StripeInvalidRequestError) return;
      throw providerError(error);
    }
  }
}

function readCard(answer: unknown): SaveCardResult {
  const parsed = cardSchema.safeParse(answer);
  if (!parsed.success) throw new PaymentProviderError('unreachable', 'the answer is no card');
  const { id, card } = parsed.data;
  return {
    outcome: 'saved',
    card: {
      stripePaymentMethodId: id,
      brand: card.brand,
      last4: card.last4,
      expMonth: card.exp_month,
      expYear: card.exp_year,
      fingerprint: card.fingerprint ?? null,
    },
  };
}
