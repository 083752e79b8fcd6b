export type {
  AutoTopUpResource,
  PreviewAutoTopUpRequest,
  SaveAutoTopUpRequest,
  SavedAutoTopUpResource,
} from './auto-top-up.ts';
export {
  autoTopUpPreviewSchema,
  autoTopUpSchema,
  previewAutoTopUpSchema,
  saveAutoTopUpSchema,
  savedAutoTopUpSchema,
} from './auto-top-up.ts';
export type {
  ImportAction,
  ImportBuyersQuery,
  ImportColumn,
  ImportErrorResource,
  ImportReportResource,
  ImportRowResource,
} from './buyer-import.ts';
export {
  IMPORT_ACTIONS,
  IMPORT_COLUMNS,
  importBuyersQuerySchema,
  importReportSchema,
  importRowSchema,
  MAX_IMPORT_BYTES,
  MAX_IMPORT_ROWS,
  REQUIRED_IMPORT_COLUMNS,
} from './buyer-import.ts';
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
export type { OpenCardPageByLinkRequest, OpenCardPageRequest } from './card-page.ts';
export { cardPageSchema, openCardPageByLinkSchema, openCardPageSchema } from './card-page.ts';
export type { Change } from './changes.ts';
export { changeSchema } from './changes.ts';
export type { ChargeActionResource, ChargesQuery, FailingChargeResource } from './charges.ts';
export {
  chargeActionSchema,
  chargesQuerySchema,
  closeChargeSchema,
  failingChargeSchema,
  markChargePaidSchema,
  retryChargeSchema,
} from './charges.ts';
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
export type { DeliveryExportQuery } from './delivery-export.ts';
export { deliveryExportQuerySchema } from './delivery-export.ts';
export type { DisputeResource, DisputesQuery } from './disputes.ts';
export { disputeSchema, disputesQuerySchema } from './disputes.ts';
export type { EligibilityResource } from './eligibility.ts';
export {
  askEligibilitySchema,
  buyerEligibilityQuerySchema,
  eligibilitiesSchema,
  eligibilitySchema,
  INELIGIBLE_CODES,
  MAX_ELIGIBILITY_BUYERS,
} from './eligibility.ts';
export type { CaptureHoldRequest, HoldResource, PlaceHoldRequest } from './holds.ts';
export {
  captureHoldSchema,
  DEFAULT_HOLD_SECONDS,
  HOLD_STATUSES,
  holdRefusalProblemSchema,
  holdSchema,
  holdsQuerySchema,
  placeHoldSchema,
} from './holds.ts';
export type {
  ClosePeriodResource,
  CreditNoteResource,
  InvoiceLineResource,
  InvoiceResource,
  InvoiceSummaryResource,
  InvoicesQuery,
  PayInvoiceResource,
  ReceivablePaymentResource,
  ReceivableResource,
} from './invoices.ts';
export {
  closeInvoiceSchema,
  closePeriodResultSchema,
  closePeriodSchema,
  creditNoteSchema,
  invoiceSchema,
  invoiceSummarySchema,
  invoicesQuerySchema,
  payInvoiceResultSchema,
  payInvoiceSchema,
  receivablePaymentSchema,
  receivableSchema,
} from './invoices.ts';
export { currencyCode, limitMoneySchema, moneySchema, positiveMoneySchema } from './money.ts';
export type {
  EmailKind,
  EmailResource,
  EmailSummaryResource,
  SaveWebhookRequest,
  WebhookDeliveryResource,
  WebhookSettingsResource,
} from './notifications.ts';
export {
  EMAIL_KINDS,
  emailSchema,
  emailSummarySchema,
  OUTGOING_WEBHOOK_TYPES,
  saveWebhookSchema,
  webhookDeliverySchema,
  webhookSettingsSchema,
} from './notifications.ts';
export type { Page, PageQuery } from './pagination.ts';
export { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, pageQuerySchema, pageSchema } from './pagination.ts';
export type { PauseNoteRequest, PauseResource, PauseTimingRequest } from './pauses.ts';
export { pauseNoteSchema, pauseSchema, pauseTimingSchema } from './pauses.ts';
export type { CreatePayerLinkRequest, PayerLinkCreatedResource, PayerLinkResource } from './payer-links.ts';
export {
  createPayerLinkSchema,
  MAX_LINK_HOURS,
  PAYER_LINK_KINDS,
  payerLinkCreatedSchema,
  payerLinkSchema,
} from './payer-links.ts';
export type {
  AuthenticateByLinkRequest,
  DeadPayerPage,
  OpenPayerPage,
  PayByLinkRequest,
  PayerOutcomeResource,
  PayerPageResource,
  SaveCardByLinkRequest,
} from './payer-page.ts';
export {
  authenticateByLinkSchema,
  payByLinkSchema,
  payerOutcomeSchema,
  payerPageSchema,
  saveCardByLinkSchema,
} from './payer-page.ts';
export type {
  PaymentMethodResource,
  SavedCardResource,
  SavePaymentMethodRequest,
  SetBackupPaymentMethodRequest,
} from './payment-methods.ts';
export {
  paymentMethodSchema,
  savedCardSchema,
  savePaymentMethodSchema,
  setBackupPaymentMethodSchema,
  setDefaultPaymentMethodSchema,
} from './payment-methods.ts';
export type { PlatformFlagResource } from './platform-flags.ts';
export { platformFlagSchema } from './platform-flags.ts';
export type { FieldError, Problem } from './problem.ts';
export { fieldErrorSchema, problemSchema } from './problem.ts';
export type {
  PaymentResource,
  RecordPaymentRequest,
  ReversePaymentRequest,
} from './receivable-payments.ts';
export { paymentSchema, recordPaymentSchema, reversePaymentSchema } from './receivable-payments.ts';
export type {
  CorrectionResource,
  CorrectTopUpRequest,
  CreateRefundRequest,
  LeadReturnResource,
  RefundableResource,
  RefundResource,
  RefundsQuery,
  ReturnDeliveryRequest,
} from './refunds.ts';
export {
  correctionSchema,
  correctTopUpSchema,
  createRefundSchema,
  leadReturnSchema,
  refundableSchema,
  refundSchema,
  refundsQuerySchema,
  returnDeliverySchema,
} from './refunds.ts';
export type { SessionResource, SignInRequest } from './session.ts';
export { sessionSchema, signInSchema } from './session.ts';
export type { BillingSettingsResource, UpdateBillingSettingsRequest } from './settings.ts';
export {
  billingSettingsSchema,
  TOP_UP_TAXES,
  updateBillingSettingsSchema,
  WALLET_ONLY_FUNDINGS,
} from './settings.ts';
export type {
  BuyerStatementQuery,
  BuyerStatementResource,
  ReceivableLineResource,
  StatementQuery,
  StatementResource,
} from './statements.ts';
export {
  buyerStatementQuerySchema,
  buyerStatementSchema,
  MAX_STATEMENT_LINES,
  STATEMENT_FORMATS,
  statementQuerySchema,
  statementSchema,
} from './statements.ts';
export type {
  OpenItemKind,
  OpenItemResource,
  SwitchBuyerRequest,
  SwitchEffect,
  SwitchedResource,
  SwitchPreviewResource,
  SwitchQuery,
} from './switching.ts';
export {
  OPEN_ITEM_KINDS,
  openItemSchema,
  SWITCH_EFFECTS,
  switchBuyerSchema,
  switchedSchema,
  switchPreviewSchema,
  switchQuerySchema,
} from './switching.ts';
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
  topUpInvoiceSchema,
  topUpSchema,
  topUpsQuerySchema,
} from './top-ups.ts';
export type {
  CreateWalletRequest,
  EntryResource,
  EntryType,
  UpdateWalletRequest,
  WalletResource,
  WalletsQuery,
} from './wallets.ts';
export {
  createWalletSchema,
  ENTRY_TYPES,
  entrySchema,
  updateWalletSchema,
  walletSchema,
  walletsQuerySchema,
} from './wallets.ts';
