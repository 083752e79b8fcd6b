import type Stripe from 'stripe';

/** An API object as it is stored and sent when nothing is expanded: every reference is an id. */
type Unexpanded<T> = {
  [K in keyof T]: string extends T[K] ? Exclude<T[K], { id: string }> : T[K];
};

type InvoiceItemOnTheWire = Omit<Unexpanded<Stripe.InvoiceItem>, 'quantity_decimal'> & {
  quantity_decimal: string;
};

type LineOnTheWire = Omit<Unexpanded<Stripe.InvoiceLineItem>, 'quantity_decimal'> & {
  quantity_decimal: string;
};

export type EventType = Stripe.Event['type'];
export type Metadata = Record<string, string>;
export type BillingDetails = Stripe.PaymentMethod.BillingDetails;
export type CardDetails = Stripe.PaymentMethod.Card;
export type ChargeOutcome = Stripe.Charge.Outcome;
export type DisputeStatus = Stripe.Dispute.Status;
export type SetupFutureUsage = Stripe.PaymentIntent.SetupFutureUsage;

export type Customer = Omit<Unexpanded<Stripe.Customer>, 'invoice_settings'> & {
  invoice_settings: Unexpanded<Stripe.Customer.InvoiceSettings>;
};
export type PaymentMethod = Unexpanded<Stripe.PaymentMethod>;
export type SetupIntent = Unexpanded<Omit<Stripe.SetupIntent, 'last_setup_error'>> & {
  last_setup_error: IntentError | null;
};
export type CheckoutSession = Omit<Unexpanded<Stripe.Checkout.Session>, 'invoice'> & { invoice: null };
export type PaymentIntent = Unexpanded<Omit<Stripe.PaymentIntent, 'last_payment_error'>> & {
  last_payment_error: IntentError | null;
};
export type Charge = Unexpanded<Stripe.Charge>;
export type Refund = Unexpanded<Stripe.Refund>;
export type Dispute = Omit<Unexpanded<Stripe.Dispute>, 'balance_transactions'> & {
  balance_transactions: BalanceTransaction[];
};
export type EarlyFraudWarning = Unexpanded<Stripe.Radar.EarlyFraudWarning>;
export type BalanceTransaction = Unexpanded<Stripe.BalanceTransaction>;
export type InvoiceItem = InvoiceItemOnTheWire;
export type InvoiceLine = LineOnTheWire;
export type Invoice = Omit<Unexpanded<Stripe.Invoice>, 'lines' | 'payments'> & { lines: List<InvoiceLine> };
export type InvoicePayment = Omit<Unexpanded<Stripe.InvoicePayment>, 'payment'> & {
  payment: { type: 'payment_intent'; payment_intent: string };
};
export type CreditNote = Omit<Unexpanded<Stripe.CreditNote>, 'lines'> & { lines: List<never> };
export type WebhookEndpoint = Unexpanded<Stripe.WebhookEndpoint>;

/** What an intent remembers of its last failure; the failed card is embedded because the intent lets go of it. */
export type IntentError = {
  type: 'card_error' | 'invalid_request_error';
  code: string;
  message: string;
  decline_code?: string;
  advice_code?: string;
  network_decline_code?: string;
  doc_url?: string;
  charge?: string;
  payment_method?: PaymentMethod;
};

export type StripeEvent = {
  id: string;
  object: 'event';
  api_version: string;
  created: number;
  livemode: false;
  pending_webhooks: number;
  type: EventType;
  request: { id: string | null; idempotency_key: string | null };
  data: { object: object; previous_attributes?: object };
};

export type List<T> = { object: 'list'; url: string; has_more: boolean; data: T[] };
