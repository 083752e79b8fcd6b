import type { Accounts, ApiKeys, Users } from './accounts/types.ts';
import type { AutoTopUps } from './auto-top-up/types.ts';
import type { Buyers } from './buyers/types.ts';
import type { Changes } from './changes/types.ts';
import type { Charges } from './charges/types.ts';
import type { Collections } from './collections/types.ts';
import type { Deliveries } from './deliveries/types.ts';
import type { Holds } from './holds/types.ts';
import type { Finding } from './invariants/check.ts';
import type { Lots } from './lots/types.ts';
import type { Emails, OutgoingWebhooks } from './notifications/types.ts';
import type { Outbox } from './outbox/types.ts';
import type { Pauses } from './pauses/types.ts';
import type { PayerLinks } from './payer-links/types.ts';
import type { PaymentMethods } from './payment-methods/types.ts';
import type { Statements } from './statements/types.ts';
import type { TopUps } from './top-ups/types.ts';
import type { Wallets } from './wallets/types.ts';
import type { WebhookInbox } from './webhook-inbox/types.ts';

/** The only owner of the database: the books and every record beside them. */
export type Ledger = {
  accounts: Accounts;
  users: Users;
  apiKeys: ApiKeys;
  buyers: Buyers;
  wallets: Wallets;
  paymentMethods: PaymentMethods;
  charges: Charges;
  collections: Collections;
  autoTopUps: AutoTopUps;
  pauses: Pauses;
  payerLinks: PayerLinks;
  emails: Emails;
  outgoingWebhooks: OutgoingWebhooks;
  topUps: TopUps;
  deliveries: Deliveries;
  holds: Holds;
  statements: Statements;
  lots: Lots;
  outbox: Outbox;
  webhookInbox: WebhookInbox;
  changes: Changes;
  /** Every finding of the invariant audit I1 to I15, over all accounts; empty when all is well. */
  checkInvariants(): Promise<Finding[]>;
  /** Answers when the database does; rejects when it does not. */
  ping(): Promise<void>;
  close(): Promise<void>;
};
