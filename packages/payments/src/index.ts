export type { DeclineClass } from '@drawdown/shared/payments';
export { classifyDecline } from '@drawdown/shared/payments';
export type { CardPage, CardPageInput, CardPageResult } from './cards/card-page.ts';
export type { CardSource, LookedUpCard, SaveCardResult } from './cards/cards.ts';
export type { SavedCard } from './cards/saved-card.ts';
export type { LookedUp } from './charges/charge-outcome.ts';
export type {
  ConfirmPaymentIntentInput,
  CreatePaymentIntentInput,
  CreatePaymentIntentResult,
} from './charges/charges.ts';
export type { ConfirmOnSessionInput, OnSessionOutcome } from './charges/on-session.ts';
export type { CardConsent } from './customers/consent.ts';
export type { CreateCustomerInput, CreateSetupIntentInput } from './customers/customers.ts';
export type { SeenFraudWarning } from './disputes/disputes.ts';
export type { PaymentGateway, PaymentGatewayOptions } from './gateway/payment-gateway.ts';
export { createPaymentGateway } from './gateway/payment-gateway.ts';
export { isKeySpent } from './gateway/spent-key.ts';
export type { AttachPaymentInput, FindDraftInput } from './invoices/attach-payment.ts';
export type { CloseInvoiceInput, CreateCreditNoteInput } from './invoices/close.ts';
export type { FindCreditNoteInput } from './invoices/find-credit-note.ts';
export type { AddInvoiceLineInput, CreateInvoiceInput, FinalizeInvoiceInput } from './invoices/issue.ts';
export type { PayInvoiceInput } from './invoices/pay.ts';
export type {
  StripeInvoice,
  StripeInvoicePayment,
  StripeInvoiceWithPayments,
} from './invoices/stripe-invoice.ts';
export type { ProviderErrorKind } from './provider-error.ts';
export { PaymentProviderError } from './provider-error.ts';
export type { CreateRefundInput } from './refunds/refunds.ts';
export type { WebhookEvent } from './webhooks/event.ts';
export type { EventPage, ListEventsInput } from './webhooks/list-events.ts';
export type { WebhookResult } from './webhooks/parse-webhook.ts';
