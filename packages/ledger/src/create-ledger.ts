import { createAccounts } from './accounts/accounts.ts';
import { createApiKeys } from './accounts/api-keys.ts';
import { createUsers } from './accounts/users.ts';
import { createAutoTopUps } from './auto-top-up/auto-top-ups.ts';
import { createBuyerImports } from './buyer-imports/buyer-imports.ts';
import { createBuyers } from './buyers/buyers.ts';
import { createChanges } from './changes/changes.ts';
import { createCharges } from './charges/charges.ts';
import { createCollections } from './collections/collections.ts';
import { type ConnectionOptions, connect } from './database/connection.ts';
import { createDeliveries } from './deliveries/deliveries.ts';
import { createDeliveryExports } from './delivery-exports/delivery-exports.ts';
import { createDisputes } from './disputes/disputes.ts';
import { createHolds } from './holds/holds.ts';
import { checkInvariants } from './invariants/check.ts';
import { createInvoices } from './invoices/invoices.ts';
import { createLeadCharges } from './lead-charges/lead-charges.ts';
import type { Ledger } from './ledger.ts';
import { createLots } from './lots/lots.ts';
import { createEmails } from './notifications/emails.ts';
import { createOutgoingWebhooks } from './notifications/outgoing-webhooks.ts';
import { createOutbox } from './outbox/outbox.ts';
import { createPauses } from './pauses/pauses.ts';
import { createPayerLinks } from './payer-links/payer-links.ts';
import { createPaymentMethods } from './payment-methods/payment-methods.ts';
import { createPlatformFlags } from './platform-flags/platform-flags.ts';
import { createReceivablePayments } from './receivable-payments/receivable-payments.ts';
import { createRefunds } from './refunds/refunds.ts';
import { createReturns } from './returns/returns.ts';
import { createStatements } from './statements/statements.ts';
import { createSwitching } from './switching/switching.ts';
import { createTopUpInvoices } from './top-up-invoices/top-up-invoices.ts';
import { createTopUps } from './top-ups/top-ups.ts';
import { createWallets } from './wallets/wallets.ts';
import { createWebhookInbox } from './webhook-inbox/webhook-inbox.ts';

/** `maxSharedCalls`: how many calls that post draws, each perhaps for several wallets, are under way at once. */
export type LedgerOptions = ConnectionOptions & { maxSharedCalls?: number | undefined };

/** Opens the ledger on a migrated database. It connects on first use. */
export function createLedger(options: LedgerOptions): Ledger {
  const database = connect(options);
  const changes = createChanges(database, options.databaseUrl);
  return {
    accounts: createAccounts(database),
    users: createUsers(database),
    apiKeys: createApiKeys(database),
    buyers: createBuyers(database),
    buyerImports: createBuyerImports(database),
    switching: createSwitching(database),
    wallets: createWallets(database),
    paymentMethods: createPaymentMethods(database),
    charges: createCharges(database),
    collections: createCollections(database),
    leadCharges: createLeadCharges(database),
    autoTopUps: createAutoTopUps(database),
    pauses: createPauses(database),
    payerLinks: createPayerLinks(database),
    emails: createEmails(database),
    outgoingWebhooks: createOutgoingWebhooks(database),
    topUps: createTopUps(database),
    invoices: createInvoices(database),
    topUpInvoices: createTopUpInvoices(database),
    receivablePayments: createReceivablePayments(database),
    deliveries: createDeliveries(database, options),
    deliveryExports: createDeliveryExports(database),
    holds: createHolds(database),
    refunds: createRefunds(database),
    returns: createReturns(database),
    statements: createStatements(database),
    lots: createLots(database),
    disputes: createDisputes(database),
    outbox: createOutbox(database),
    webhookInbox: createWebhookInbox(database),
    platformFlags: createPlatformFlags(database),
    changes,
    checkInvariants: () => checkInvariants(database),
    async ping() {
      await database.pool.query('select 1');
    },
    async close() {
      await changes.flush();
      await database.close();
    },
  };
}
