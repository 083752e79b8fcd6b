export type {
  Account,
  Actor,
  ApiKey,
  BillingSettings,
  User,
  WalletOnlyFunding,
} from './accounts/types.ts';
export type {
  AutoTopUpRule,
  AutoTopUpState,
  AutoTopUps,
  NotStartedBecause,
  SaveAutoTopUpInput,
  SaveAutoTopUpResult,
  SuspendedBecause,
} from './auto-top-up/types.ts';
export type {
  BuyerImports,
  ImportedRow,
  ImportRow,
  PlannedRow,
  RowFault,
} from './buyer-imports/types.ts';
export type {
  Buyer,
  BuyerBilling,
  CreateBuyerInput,
  OpenPauseReason,
  SaveBuyerResult,
  UpdateBuyerInput,
} from './buyers/types.ts';
export type { AccountChange } from './changes/types.ts';
export { attemptToConfirm } from './charges/to-confirm.ts';
export type { Charge, ChargeAttempt, ChargeStatus, TopUpCharge } from './charges/types.ts';
export type {
  AfterDecline,
  CloseCharge,
  ClosedAs,
  Collections,
  ExposureOf,
  FailingCharge,
  ReservedAttempt,
  RetryAsked,
  RetryFacts,
  RetryState,
} from './collections/types.ts';
export type { LedgerOptions } from './create-ledger.ts';
export { createLedger } from './create-ledger.ts';
export { applyMigrations } from './database/migrations.ts';
export type { Page, PageRequest } from './database/page.ts';
export type {
  DeliverLeadInput,
  DeliverLeadResult,
  Delivery,
  Eligibility,
  FundingRung,
} from './deliveries/types.ts';
export type { DeliveryExports, ExportedDelivery } from './delivery-exports/types.ts';
export type {
  Dispute,
  DisputedPayment,
  DisputeFilter,
  Disputes,
  Evidence,
  EvidenceLine,
  FraudWarning,
  RecordDisputeResult,
} from './disputes/types.ts';
export type { CaptureHoldResult, EndHoldResult, Hold, PlaceHoldResult } from './holds/types.ts';
export type {
  BeginPaymentResult,
  CreditNote,
  EndResult,
  Invoice,
  InvoiceFacts,
  InvoiceSummary,
  IssuedAtStripe,
  Receivable,
  ReceivablePayment,
  Untold,
} from './invoices/types.ts';
export type {
  DeliveryCharge,
  LeadChargeFacts,
  LeadChargeStart,
  LeadCharges,
  LeadReservation,
  LeadStanding,
} from './lead-charges/types.ts';
export type { Ledger } from './ledger.ts';
export type {
  EmailKind,
  Emails,
  OutgoingWebhooks,
  SentEmail,
  WaitingEmail,
  WaitingWebhook,
  WebhookDelivery,
  WebhookEndpoint,
  WrittenEmail,
} from './notifications/types.ts';
export type { OutboxItem, OutboxMessage } from './outbox/types.ts';
export type { OpenReason, PauseByHandResult, PauseFacts, Pauses, ResumeResult } from './pauses/types.ts';
export type { DeadBecause, OpenedLink, PayerLink, PayerLinkKind, PayerLinks } from './payer-links/types.ts';
export type {
  ExpiringCard,
  Payer,
  PaymentMethod,
  RemovePaymentMethodResult,
  SavedCard,
  SavePaymentMethodInput,
  SetBackupResult,
  SpentCard,
} from './payment-methods/types.ts';
export type {
  ChargingTurn,
  PlatformFlag,
  PlatformFlagKind,
  PlatformFlags,
  PlatformNotice,
  ProbeDelays,
} from './platform-flags/types.ts';
export type {
  NotReversible,
  Payment,
  RecordPaymentInput,
  RecordPaymentResult,
  ReversePaymentResult,
} from './receivable-payments/types.ts';
export type {
  CorrectTopUpResult,
  FollowedRefund,
  Refund,
  Refundable,
  RefundLimit,
  RequestRefundResult,
  StripeRefund,
} from './refunds/types.ts';
export type { LeadReturn, ReturnLeadResult } from './returns/types.ts';
export type {
  BuyerStatement,
  Statement,
  StatementLine,
  StatementTotal,
  WalletStatement,
} from './statements/types.ts';
export type {
  OpenItem,
  Place,
  Switched,
  SwitchOrder,
  SwitchPreview,
  SwitchResult,
  SwitchWarning,
  WrongOrder,
} from './switching/types.ts';
export type { TopUpInvoice, TopUpInvoiceFacts } from './top-up-invoices/types.ts';
export type { RequestTopUpInput, RequestTopUpResult, TopUp } from './top-ups/types.ts';
export type { SetLowBalanceResult, Wallet, WalletEntry } from './wallets/types.ts';
export type { StripeEventRecord } from './webhook-inbox/types.ts';
