import { createCards } from '../cards/cards.ts';
import { createCharges } from '../charges/charges.ts';
import { createOnSession } from '../charges/on-session.ts';
import { createCustomers } from '../customers/customers.ts';
import { createEventList } from '../webhooks/list-events.ts';
import { createWebhookParser } from '../webhooks/parse-webhook.ts';
import {
  createStripeClient,
  type StripeClientOptions,
  type StripeMode,
  stripeMode,
} from './stripe-client.ts';

export type PaymentGatewayOptions = StripeClientOptions & { webhookSecrets: readonly string[] };

/** The only way to Stripe. Declines are answers; `PaymentProviderError` is a technical failure. */
export type PaymentGateway = { mode: StripeMode } & ReturnType<typeof createCustomers> &
  ReturnType<typeof createCards> &
  ReturnType<typeof createCharges> &
  ReturnType<typeof createOnSession> &
  ReturnType<typeof createEventList> & { parseWebhook: ReturnType<typeof createWebhookParser> };

/** The same code talks to Stripe and to its stand-in; only the address differs. */
export function createPaymentGateway(options: PaymentGatewayOptions): PaymentGateway {
  const mode = stripeMode(options);
  const stripe = createStripeClient(options);
  return {
    mode,
    ...createCustomers(stripe),
    ...createCards(stripe),
    ...createCharges(stripe),
    ...createOnSession(stripe),
    ...createEventList(stripe),
    parseWebhook: createWebhookParser(options.webhookSecrets),
  };
}
