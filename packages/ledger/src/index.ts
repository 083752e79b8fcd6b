export type {
  Account,
  Actor,
  ApiKey,
  BillingSettings,
  User,
  WalletOnlyFunding,
} from './accounts/types.ts';
export type {
  Buyer,
  BuyerBilling,
  CreateBuyerInput,
  SaveBuyerResult,
  UpdateBuyerInput,
} from './buyers/types.ts';
export type { AccountChange } from './changes/types.ts';
export type { Charge, ChargeAttempt, ChargeStatus } from './charges/types.ts';
export type { LedgerOptions } from './create-ledger.ts';
export { createLedger } from './create-ledger.ts';
export { applyMigrations } from './database/migrations.ts';
export type { Page, PageRequest } from './database/page.ts';
export type { DeliverLeadInput, DeliverLeadResult, Delivery, FundingRung } from './deliveries/types.ts';
export type { Ledger } from './ledger.ts';
export type { OutboxItem, OutboxMessage } from './outbox/types.ts';
export type { Payer, PaymentMethod, SavePaymentMethodInput } from './payment-methods/types.ts';
export type { RequestTopUpInput, RequestTopUpResult, TopUp } from './top-ups/types.ts';
export type { Wallet, WalletEntry } from './wallets/types.ts';
export type { StripeEventRecord } from './webhook-inbox/types.ts';
