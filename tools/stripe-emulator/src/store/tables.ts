import type { Card } from '../cards/card.ts';
import type { IdempotencyRecord } from '../idempotency/record.ts';
import type * as api from '../objects.ts';
import type { FollowUp } from '../refunds/follow-up.ts';
import type { Settings } from '../settings/settings.ts';
import type { Delivery } from '../webhooks/delivery.ts';
import type { Changes } from './changes.ts';
import { Table } from './table.ts';

/** Everything the emulator remembers over a restart. */
export type Tables = {
  customers: Table<api.Customer>;
  deletedCustomers: Table<{ id: string }>;
  paymentMethods: Table<api.PaymentMethod>;
  cards: Table<Card>;
  setupIntents: Table<api.SetupIntent>;
  checkoutSessions: Table<api.CheckoutSession>;
  paymentIntents: Table<api.PaymentIntent>;
  charges: Table<api.Charge>;
  refunds: Table<api.Refund>;
  followUps: Table<FollowUp>;
  disputes: Table<api.Dispute>;
  earlyFraudWarnings: Table<api.EarlyFraudWarning>;
  balanceTransactions: Table<api.BalanceTransaction>;
  invoices: Table<api.Invoice>;
  invoiceItems: Table<api.InvoiceItem>;
  invoicePayments: Table<api.InvoicePayment>;
  creditNotes: Table<api.CreditNote>;
  events: Table<api.StripeEvent>;
  webhookEndpoints: Table<api.WebhookEndpoint>;
  deliveries: Table<Delivery>;
  idempotencyRecords: Table<IdempotencyRecord>;
  settings: Table<Settings>;
};

export function createTables(changes: Changes): Tables {
  return {
    customers: new Table('customers', changes),
    deletedCustomers: new Table('deletedCustomers', changes),
    paymentMethods: new Table('paymentMethods', changes),
    cards: new Table('cards', changes),
    setupIntents: new Table('setupIntents', changes),
    checkoutSessions: new Table('checkoutSessions', changes),
    paymentIntents: new Table('paymentIntents', changes),
    charges: new Table('charges', changes),
    refunds: new Table('refunds', changes),
    followUps: new Table('followUps', changes),
    disputes: new Table('disputes', changes),
    earlyFraudWarnings: new Table('earlyFraudWarnings', changes),
    balanceTransactions: new Table('balanceTransactions', changes),
    invoices: new Table('invoices', changes),
    invoiceItems: new Table('invoiceItems', changes),
    invoicePayments: new Table('invoicePayments', changes),
    creditNotes: new Table('creditNotes', changes),
    events: new Table('events', changes),
    webhookEndpoints: new Table('webhookEndpoints', changes),
    deliveries: new Table('deliveries', changes),
    idempotencyRecords: new Table('idempotencyRecords', changes),
    settings: new Table('settings', changes),
  };
}
