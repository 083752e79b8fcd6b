import { createCards } from '../cards/cards.ts';
import { createCharges } from '../charges/charges.ts';
import { createOnSession } from '../charges/on-session.ts';
import { createCustomers } from '../customers/customers.ts';
import { createCustomerSearch } from '../customers/find-customer.ts';
import { createDisputeLookUp } from '../disputes/disputes.ts';
import { createPaymentAttachment } from '../invoices/attach-payment.ts';
import { createInvoiceClosing } from '../invoices/close.ts';
import { createCreditNoteSearch } from '../invoices/find-credit-note.ts';
import { createIssuing } from '../invoices/issue.ts';
import { createInvoiceLookUp } from '../invoices/look-up.ts';
import { createInvoicePayments } from '../invoices/pay.ts';
import { createRefunding } from '../refunds/refunds.ts';
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
  ReturnType<typeof createCustomerSearch> &
  ReturnType<typeof createCards> &
  ReturnType<typeof createCharges> &
  ReturnType<typeof createOnSession> &
  ReturnType<typeof createIssuing> &
  ReturnType<typeof createInvoiceLookUp> &
  ReturnType<typeof createInvoicePayments> &
  ReturnType<typeof createInvoiceClosing> &
  ReturnType<typeof createPaymentAttachment> &
  ReturnType<typeof createCreditNoteSearch> &
  ReturnType<typeof createRefunding> &
  ReturnType<typeof createDisputeLookUp> &
  ReturnType<typeof createEventList> & { parseWebhook: ReturnType<typeof createWebhookParser> };

/** The same code talks to Stripe and to its stand-in; only the address differs. */
export function createPaymentGateway(options: PaymentGatewayOptions): PaymentGateway {
  const mode = stripeMode(options);
  const stripe = createStripeClient(options);
  return {
    mode,
    ...createCustomers(stripe),
    ...createCustomerSearch(stripe),
    ...createCards(stripe),
    ...createCharges(stripe),
    ...createOnSession(stripe),
    ...createIssuing(stripe),
    ...createInvoiceLookUp(stripe),
    ...createInvoicePayments(stripe),
    ...createInvoiceClosing(stripe),
    ...createPaymentAttachment(stripe),
    ...createCreditNoteSearch(stripe),
    ...createRefunding(stripe),
    ...createDisputeLookUp(stripe),
    ...createEventList(stripe),
    parseWebhook: createWebhookParser(options.webhookSecrets),
  };
}
