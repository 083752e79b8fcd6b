export type { DeclineClass } from '@drawdown/shared/payments';
export { classifyDecline } from '@drawdown/shared/payments';
export type { CardSource, SaveCardResult, SavedCard } from './cards/cards.ts';
export type { LookedUp } from './charges/charge-outcome.ts';
export type {
  ConfirmPaymentIntentInput,
  CreatePaymentIntentInput,
  CreatePaymentIntentResult,
} from './charges/charges.ts';
export type { CreateCustomerInput } from './customers/customers.ts';
export type { PaymentGateway, PaymentGatewayOptions } from './gateway/payment-gateway.ts';
export { createPaymentGateway } from './gateway/payment-gateway.ts';
export type { ProviderErrorKind } from './provider-error.ts';
export { PaymentProviderError } from './provider-error.ts';
export type { WebhookEvent, WebhookResult } from './webhooks/parse-webhook.ts';
