export type {
  BuyerBilling,
  BuyerResource,
  BuyersQuery,
  CreateBuyerRequest,
  UpdateBuyerRequest,
} from './buyers.ts';
export {
  BILLING_MECHANISMS,
  billingSchema,
  buyerSchema,
  buyersQuerySchema,
  createBuyerSchema,
  FAILURE_POLICIES,
  INVOICE_PERIODS,
  PAUSE_TIMINGS,
  updateBuyerSchema,
} from './buyers.ts';
export type { Change } from './changes.ts';
export { changeSchema } from './changes.ts';
export type {
  CreateDeliveryRequest,
  DeliveriesQuery,
  DeliveryResource,
  DeliveryResult,
  FundedBy,
  RefusalProblem,
} from './deliveries.ts';
export {
  createDeliveryBatchSchema,
  createDeliverySchema,
  DELIVERY_OUTCOMES,
  deliveriesQuerySchema,
  deliveryBatchSchema,
  deliveryResultSchema,
  deliverySchema,
  FUNDED_BY,
  MAX_BATCH_SIZE,
  refusalFields,
  refusalProblemSchema,
} from './deliveries.ts';
export { currencyCode, limitMoneySchema, moneySchema, positiveMoneySchema } from './money.ts';
export type { Page, PageQuery } from './pagination.ts';
export { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, pageQuerySchema, pageSchema } from './pagination.ts';
export type { PaymentMethodResource, SavePaymentMethodRequest } from './payment-methods.ts';
export {
  paymentMethodSchema,
  savePaymentMethodSchema,
  setDefaultPaymentMethodSchema,
} from './payment-methods.ts';
export type { FieldError, Problem } from './problem.ts';
export { fieldErrorSchema, problemSchema } from './problem.ts';
export type { SessionResource, SignInRequest } from './session.ts';
export { sessionSchema, signInSchema } from './session.ts';
export type { BillingSettingsResource, UpdateBillingSettingsRequest } from './settings.ts';
export { billingSettingsSchema, updateBillingSettingsSchema, WALLET_ONLY_FUNDINGS } from './settings.ts';
export type { TestControlRequest } from './test-controls.ts';
export { testControlSchema } from './test-controls.ts';
export type {
  CreateTopUpRequest,
  DeclineResource,
  TopUpAttemptResource,
  TopUpResource,
  TopUpsQuery,
} from './top-ups.ts';
export {
  attemptSchema,
  cancelTopUpSchema,
  createTopUpSchema,
  declineSchema,
  timelineItemSchema,
  topUpSchema,
  topUpsQuerySchema,
} from './top-ups.ts';
export type {
  CreateWalletRequest,
  EntryResource,
  EntryType,
  WalletResource,
  WalletsQuery,
} from './wallets.ts';
export { createWalletSchema, ENTRY_TYPES, entrySchema, walletSchema, walletsQuerySchema } from './wallets.ts';
