import type { Stripe } from 'stripe';
import { z } from 'zod';
import type { CardConsent } from '../customers/consent.ts';
import { consentMetadata, consentTextIn } from '../customers/consent.ts';
import { orProviderError } from '../gateway/failure.ts';
import { PaymentProviderError } from '../provider-error.ts';
import type { SavedCard } from './saved-card.ts';
import { cardOf, cardSchema } from './saved-card.ts';

export type CardPageInput = {
  customerId: string;
  /** Of what the card will pay. */
  currency: string;
  /** `{CHECKOUT_SESSION_ID}` in it, to the letter, becomes the id to ask for with `cardPageResult`. */
  successUrl: string;
  cancelUrl: string;
  consent?: CardConsent | undefined;
};

export type CardPage = { url: string; sessionId: string };

export type CardPageResult = { customerId: string } & (
  | {
      state: 'complete';
      card: SavedCard;
      /** Whose card it is at Stripe now; null once it was removed. */
      attachedTo: string | null;
      /** What the payer agreed to before the page was opened. */
      consentText: string | null;
    }
  | { state: 'open' }
  | { state: 'expired' }
);

const created = z.object({ object: z.literal('checkout.session'), id: z.string().min(1), url: z.url() });
const found = z.object({
  object: z.literal('checkout.session'),
  mode: z.literal('setup'),
  customer: z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]),
  status: z.enum(['open', 'complete', 'expired']),
  metadata: z.record(z.string(), z.string()).nullish(),
  setup_intent: z.object({ status: z.string(), payment_method: cardSchema.nullish() }).nullish(),
});

/** Stripe's own page on which a payer enters a card. It charges nothing. */
export function createCardPages(stripe: Stripe) {
  return { createCardPage, cardPageResult };

  /** A page of its own each time it is asked for; Stripe closes one that is not used within a day. */
  async function createCardPage(input: CardPageInput): Promise<CardPage> {
    const { customerId, currency, successUrl, cancelUrl, consent } = input;
    const metadata = consent === undefined ? {} : consentMetadata(consent);
    const session = created.safeParse(
      await orProviderError(
        stripe.checkout.sessions.create({
          mode: 'setup',
          customer: customerId,
          currency: currency.toLowerCase(),
          allowed_payment_method_types: ['card'],
          success_url: successUrl,
          cancel_url: cancelUrl,
          metadata,
          setup_intent_data: { metadata },
        }),
      ),
    );
    if (!session.success) throw new PaymentProviderError('unreachable', 'the answer is no page');
    return { url: session.data.url, sessionId: session.data.id };
  }

  /** What became of a page. @throws the error of Stripe's library, as `saveCard` wants it */
  async function cardPageResult(sessionId: string): Promise<CardPageResult> {
    const answer = await stripe.checkout.sessions.retrieve(sessionId, {
      expand: ['setup_intent.payment_method'],
    });
    const session = found.safeParse(answer);
    if (!session.success) throw new PaymentProviderError('unreachable', 'the answer is no page for a card');
    const { customer: customerId, status, metadata, setup_intent: intent } = session.data;
    if (status !== 'complete') return { state: status, customerId };
    const method = intent?.payment_method;
    if (!method) throw new PaymentProviderError('unreachable', 'a finished page without a card');
    return {
      state: 'complete',
      customerId,
      card: cardOf(method),
      attachedTo: method.customer ?? null,
      consentText: consentTextIn(metadata),
    };
  }
}
