import type { Decline } from '@drawdown/shared/payments';
import { Stripe } from 'stripe';
import { describeFailure, providerError } from '../gateway/failure.ts';
import { PaymentProviderError } from '../provider-error.ts';
import { createCardPages } from './card-page.ts';
import type { SavedCard } from './saved-card.ts';
import { cardOf, parseCard } from './saved-card.ts';

export type CardSource = { testCard: string } | { setupIntentId: string } | { checkoutSessionId: string };

export type SaveCardResult =
  /** `consentText`: what the payer agreed to before Stripe's page was opened. */
  | { outcome: 'saved'; card: SavedCard; consentText?: string | undefined }
  | { outcome: 'declined'; decline: Decline }
  | { outcome: 'rejected'; detail: string };

export type LookedUpCard =
  | { outcome: 'found'; card: SavedCard; customerId: string | null }
  | { outcome: 'gone' };

/** Saved cards of a customer. Card numbers never pass through here. */
export function createCards(stripe: Stripe) {
  const pages = createCardPages(stripe);
  return { saveCard, detachCard, lookUpPaymentMethod, ...pages };

  async function saveCard(input: { customerId: string; source: CardSource }): Promise<SaveCardResult> {
    const { customerId, source } = input;
    try {
      if ('setupIntentId' in source) return await readSetupIntent(customerId, source.setupIntentId);
      if ('checkoutSessionId' in source) return await readPage(customerId, source.checkoutSessionId);
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

  async function readPage(customerId: string, checkoutSessionId: string): Promise<SaveCardResult> {
    const result = await pages.cardPageResult(checkoutSessionId);
    if (result.customerId !== customerId)
      return { outcome: 'rejected', detail: 'This card was saved for somebody else.' };
    switch (result.state) {
      case 'open':
        return { outcome: 'rejected', detail: 'No card was entered on the page of Stripe yet.' };
      case 'expired':
        return { outcome: 'rejected', detail: 'The page of Stripe has expired. Open it again.' };
      case 'complete':
        // A card that was removed since is at Stripe still, but no payer's any more.
        return result.attachedTo === customerId
          ? { outcome: 'saved', card: result.card, consentText: result.consentText ?? undefined }
          : { outcome: 'rejected', detail: 'This card was removed since. Enter it again.' };
    }
  }

  /** What Stripe knows of a saved card now; banks change expiry and number by themselves. */
  async function lookUpPaymentMethod(stripePaymentMethodId: string): Promise<LookedUpCard> {
    try {
      const method = parseCard(await stripe.paymentMethods.retrieve(stripePaymentMethodId));
      return { outcome: 'found', card: cardOf(method), customerId: method.customer ?? null };
    } catch (error) {
      const isGone =
        error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';
      if (isGone) return { outcome: 'gone' };
      throw error instanceof PaymentProviderError ? error : providerError(error);
    }
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
  return { outcome: 'saved', card: cardOf(parseCard(answer)) };
}
