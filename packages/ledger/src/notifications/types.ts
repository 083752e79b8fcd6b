import type { Actor } from '../accounts/types.ts';
import type { Page, PageRequest } from '../database/page.ts';
import type { PayerLink } from '../payer-links/types.ts';

export type EmailKind =
  | 'receipt'
  | 'charge_declined'
  | 'action_needed'
  | 'pause_reminder'
  | 'resumed'
  | 'low_balance'
  | 'balance_recovered'
  | 'auto_top_up_stopped'
  | 'card_expiring'
  | 'payer_link'
  | 'dispute_opened'
  | 'dispute_closed'
  | 'refund_failed'
  | 'invoice_issued'
  | 'invoice_overdue';

/** A mail that is to be written. `data` has what the template needs that may have changed by then. */
export type WaitingEmail = {
  id: string;
  accountId: string;
  accountName: string;
  replyTo: string | null;
  audience: 'agency' | 'buyer';
  /** Resolved when claimed: the people of the account who look after billing, or the buyer if it opted in. */
  recipients: string[];
  kind: EmailKind;
  data: Record<string, unknown>;
  /** With the one now begun. */
  attempts: number;
};

export type WrittenEmail = { subject: string; text: string; html: string };

export type SentEmail = WrittenEmail & {
  id: string;
  kind: EmailKind;
  audience: 'agency' | 'buyer';
  recipients: string[];
  sentAt: Date | null;
  sentVia: 'smtp' | 'captured' | 'none' | null;
  lastError: string | null;
  createdAt: Date;
};

export type Emails = {
  claim(limit: number, leaseMs: number): Promise<WaitingEmail[]>;
  sent(id: string, email: WrittenEmail, via: 'smtp' | 'captured' | 'none'): Promise<void>;
  retryLater(id: string, delayMs: number, error: string): Promise<void>;
  list(accountId: string, page: PageRequest): Promise<Page<SentEmail>>;
  get(accountId: string, id: string): Promise<SentEmail | null>;
  /** Mails a link to the buyer, once for each link. It is sent because somebody asked for it, opted in or not. */
  payerLink(input: { accountId: string; buyerId: string; link: PayerLink; url: string }): Promise<void>;
};

export type WaitingWebhook = {
  id: string;
  accountId: string;
  type: 'buyer.paused' | 'buyer.resumed' | 'delivery.delivered' | 'delivery.refused';
  payload: Record<string, unknown>;
  createdAt: Date;
  attempts: number;
  /** Null when the account has no endpoint, or it is off. */
  endpoint: { url: string; secret: string } | null;
};

export type WebhookDelivery = Omit<WaitingWebhook, 'endpoint' | 'accountId'> & {
  lastStatus: number | null;
  lastError: string | null;
  deliveredAt: Date | null;
  givenUpAt: Date | null;
  nextAt: Date | null;
};

export type WebhookEndpoint = { url: string; enabled: boolean; secret: string };

export type OutgoingWebhooks = {
  claim(limit: number, leaseMs: number): Promise<WaitingWebhook[]>;
  delivered(id: string, status: number): Promise<void>;
  /** `retryInMs` null: given up. */
  failed(
    id: string,
    failure: { status: number | null; error: string; retryInMs: number | null },
  ): Promise<void>;
  list(accountId: string, page: PageRequest): Promise<Page<WebhookDelivery>>;
  /** Sends it again from the start. */
  resend(accountId: string, id: string): Promise<boolean>;
  endpoint(accountId: string): Promise<WebhookEndpoint | null>;
  /** A new secret is made on first use, and when asked to roll it. */
  saveEndpoint(
    input: { accountId: string; url: string; enabled: boolean; rollSecret: boolean },
    actor: Actor,
  ): Promise<WebhookEndpoint>;
};
