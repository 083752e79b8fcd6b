import type { InvoiceKind, InvoiceStatus, PaymentSource } from '@drawdown/shared/codes';
import type { Money } from '@drawdown/shared/money';
import type { ChargeOutcome } from '@drawdown/shared/payments';
import type { InvoicePeriodInput } from '@drawdown/shared/workflows';
import type { Actor } from '../accounts/types.ts';
import type { Page, PageRequest } from '../database/page.ts';

export type InvoiceLine = { description: string; day: string | null; leads: number | null; amount: Money };

export type ReceivablePayment = {
  id: string;
  buyerId: string;
  invoiceId: string | null;
  amount: Money;
  source: PaymentSource;
  reference: string | null;
  note: string | null;
  paymentIntentId: string | null;
  receivedAt: Date;
  recordedBy: string;
  createdAt: Date;
};

export type CreditNote = {
  id: string;
  deliveryId: string | null;
  amount: Money;
  reason: string;
  stripeCreditNoteId: string | null;
  createdAt: Date;
};

export type InvoiceSummary = {
  id: string;
  accountId: string;
  kind: InvoiceKind;
  buyerId: string | null;
  buyerName: string | null;
  walletId: string | null;
  topUpId: string | null;
  period: string | null;
  startsAt: Date | null;
  endsAt: Date | null;
  subtotal: Money;
  tax: Money;
  amount: Money;
  paid: Money;
  credited: Money;
  writtenOff: Money;
  /** What is still to be paid; nothing of one that has ended. */
  amountDue: Money;
  status: InvoiceStatus;
  dueAt: Date | null;
  issuedAt: Date | null;
  endedAt: Date | null;
  stripeInvoiceId: string | null;
  stripeNumber: string | null;
  hostedUrl: string | null;
  pdfUrl: string | null;
  createdAt: Date;
};

export type Invoice = InvoiceSummary & {
  lines: InvoiceLine[];
  payments: ReceivablePayment[];
  creditNotes: CreditNote[];
};

export type Receivable = {
  buyerId: string;
  /** Negative where the buyer has paid ahead. */
  owed: Money;
  unbilled: Money;
  openInvoices: InvoiceSummary[];
  trust: Money;
  creditLimit: Money | null;
  creditLeft: Money | null;
  nextCloseAt: Date | null;
};

/** Everything that the process of an invoice acts on. */
export type InvoiceFacts = {
  input: InvoicePeriodInput;
  invoice: Invoice;
  buyerName: string;
  failurePolicy: 'pause' | 'continue';
  termsDays: number;
  stripeCustomerId: string | null;
  /** The buyer's default card, by which the invoice is paid on its due date. */
  cardId: string | null;
  /** Credit notes and money from outside Stripe that Stripe does not know of yet. */
  untold: Untold[];
  charge: {
    chargeId: string;
    attempts: number;
    /** The newest attempt, where nobody knows yet what became of it. */
    undecided: PaymentAttempt | null;
  } | null;
};

export type Untold = { kind: 'credit_note' | 'payment'; id: string; amount: Money; words: string };

export type PaymentAttempt = {
  chargeId: string;
  attempt: number;
  stripePaymentMethodId: string;
  amount: Money;
};

export type BeginPaymentResult =
  | ({
      outcome: 'ready';
      /** An earlier run may have asked Stripe already: look before asking again. */
      begunBefore: boolean;
      /** Failed charges of earlier attempts; what Stripe says about those is old news. */
      knownStripeChargeIds: string[];
    } & PaymentAttempt)
  | { outcome: 'no_card' }
  | { outcome: 'not_open' }
  /** The card networks' limit, or the issuer, forbids another attempt with this card before `until`. */
  | { outcome: 'card_closed'; until: Date };

export type StripeMoney = { paymentIntentId: string; amountMinor: bigint };

export type IssuedAtStripe = { number: string | null; hostedUrl: string | null; pdfUrl: string | null };

export type EndResult = { outcome: 'ended' | 'ended_before' | 'partly_paid' };

export type EndOrder = { invoiceId: string; by: string; reason: string };

export type PaymentAsked = {
  invoiceId: string;
  actor: Actor;
  /** Null: the default card. */
  paymentMethodId: string | null;
  /** The same for each repeat of one wish. */
  askId: string;
};

export type Invoices = {
  list(
    accountId: string,
    filter: {
      buyerId?: string | undefined;
      status?: InvoiceStatus | undefined;
      kind?: InvoiceKind | undefined;
    },
    page: PageRequest,
  ): Promise<Page<InvoiceSummary>>;
  get(accountId: string, invoiceId: string): Promise<Invoice | null>;
  /** What a buyer owes, and what of it is on which paper; null when there is no such buyer. */
  receivable(accountId: string, buyerId: string): Promise<Receivable | null>;
  /** Bills what was delivered up to now, before the period ends; answers the invoices. Null: no such buyer. */
  closeNow(order: { accountId: string; buyerId: string }, actor: Actor): Promise<string[] | null>;

  /** The periods whose process has to be there: present ones, open invoices, and what was missed. */
  due(now: Date): Promise<InvoicePeriodInput[]>;
  /** Closes a period once, and asks for the process of the next; null where nothing is to bill. */
  close(input: InvoicePeriodInput): Promise<string | null>;
  facts(invoiceId: string): Promise<InvoiceFacts | null>;
  /** The invoice of a period that has this id at Stripe. */
  findByStripeInvoice(stripeInvoiceId: string): Promise<string | null>;
  periodOf(invoiceId: string): Promise<(InvoicePeriodInput & { hasEnded: boolean }) | null>;
  /** Sets when it is due, once: whoever issues it again issues the same. */
  setDue(invoiceId: string, now: Date): Promise<Date>;
  /** Stores Stripe's id before anything else is done with it; the first one wins and is answered. */
  rememberStripeInvoice(invoiceId: string, stripeInvoiceId: string): Promise<string>;
  /** Open from now on, and told to who pays it. */
  markIssued(invoiceId: string, atStripe: IssuedAtStripe | null, now: Date): Promise<void>;
  /** Money that came in at Stripe, each PaymentIntent once; answers how many were new. */
  recordStripeMoney(invoiceId: string, money: StripeMoney[]): Promise<number>;
  /** Somebody wants a card to be charged for it: who, and which one. Once for each `askId`. */
  notePaymentAsked(asked: PaymentAsked): Promise<void>;
  /** The charge of an invoice, and an attempt of it within the limits of the card. An undecided attempt is answered again. */
  beginPayment(order: {
    invoiceId: string;
    paymentMethodId: string | null;
    /** The invoice's own. */
    paymentIntentId: string;
  }): Promise<BeginPaymentResult>;
  recordAttempt(chargeId: string, attempt: number, outcome: ChargeOutcome): Promise<void>;
  markOverdue(invoiceId: string, now: Date): Promise<void>;
  /** Once for each `occasion` of an invoice. */
  remind(order: {
    invoiceId: string;
    kind: 'invoice_issued' | 'invoice_overdue';
    occasion: string;
  }): Promise<void>;
  /** Withdraws the paper: what it covers is on the next invoice. Not once part of it is paid. */
  voidInvoice(order: EndOrder, actor: Actor): Promise<EndResult>;
  /** What is left of it is owed no more. */
  writeOff(order: EndOrder, actor: Actor): Promise<EndResult>;
  markTold(told: Pick<Untold, 'kind' | 'id'>, stripeId: string): Promise<void>;
};
