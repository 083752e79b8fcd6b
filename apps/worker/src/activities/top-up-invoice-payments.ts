import type { PaymentGateway } from '@drawdown/payments';
import { isCurrency, type Money, money } from '@drawdown/shared/money';
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Failpoints } from '../failpoints/failpoints.ts';
import { dueAtStripe } from './due-at-stripe.ts';
import { whileBeating } from './while-beating.ts';

export type TopUpInvoicePaymentsActivities = ReturnType<typeof createTopUpInvoicePaymentsActivities>;

/** Tries under one idempotency key: Stripe repeats a failure that it has stored for ever, so that later ones need another. */
const TRIES_PER_KEY = 5;

type Sum = { amountMinor: number; currency: string };

export type DraftOrder = Sum & {
  invoiceId: string;
  stripeCustomerId: string;
  description: string;
  /** Milliseconds since the epoch. */
  dueAt: number;
};

export type PayOrder = Sum & {
  invoiceId: string;
  stripeInvoiceId: string;
  stripeCustomerId: string;
  paymentIntentId: string;
  description: string;
};

export type CreditOrder = Sum & {
  creditNoteId: string;
  stripeInvoiceId: string;
  stripeRefundId: string | null;
  reason: string;
};

/**
 * The invoice of a top-up at Stripe. Each step looks at what is there before it adds to it, so that it may be repeated
 * under any key; nothing here charges anybody.
 */
export function createTopUpInvoicePaymentsActivities(deps: {
  payments: PaymentGateway;
  failpoints: Failpoints;
}) {
  const { payments, failpoints } = deps;
  return {
    draftTopUpInvoice: (input: DraftOrder) => whileBeating(() => draft(input)),
    payTopUpInvoice: (input: PayOrder) => whileBeating(() => pay(input)),
    creditTopUpInvoice: (input: CreditOrder) => whileBeating(() => credit(input)),
  };

  /** A draft that an earlier try has made is found again: there is one for each top-up. */
  async function draft(input: DraftOrder): Promise<{ stripeInvoiceId: string }> {
    const { invoiceId, stripeCustomerId: customerId, description, dueAt } = input;
    failpoints.hit('top-up-invoice:before-draft');
    const found = await payments.findDraftInvoice({ customerId, invoiceId });
    const made =
      found ??
      (await payments.createInvoice({
        idempotencyKey: keyOf(`inv:${invoiceId}:create`),
        customerId,
        currency: moneyOf(input).currency,
        dueAt: dueAtStripe(new Date(dueAt)),
        description,
        metadata: { invoiceId },
      }));
    failpoints.hit('top-up-invoice:after-draft');
    return { stripeInvoiceId: made.stripeInvoiceId };
  }

  /** Lines, number, and the payment that has come in already. */
  async function pay(
    input: PayOrder,
  ): Promise<{ number: string | null; hostedUrl: string | null; pdfUrl: string | null }> {
    const { invoiceId, stripeInvoiceId, paymentIntentId } = input;
    failpoints.hit('top-up-invoice:before-line');
    await ensureLine(input);
    failpoints.hit('top-up-invoice:before-finalize');
    await payments.finalizeInvoice({ idempotencyKey: keyOf(`inv:${invoiceId}:finalize`), stripeInvoiceId });
    failpoints.hit('top-up-invoice:before-attach');
    const { number, hostedUrl, pdfUrl } = await payments.attachPayment({
      idempotencyKey: keyOf(`inv:${invoiceId}:attach`),
      stripeInvoiceId,
      paymentIntentId,
    });
    failpoints.hit('top-up-invoice:after-attach');
    return { number, hostedUrl, pdfUrl };
  }

  async function ensureLine(input: PayOrder): Promise<void> {
    const { invoiceId, stripeInvoiceId, stripeCustomerId, description, amountMinor } = input;
    const present = await payments.lookUpInvoice(stripeInvoiceId);
    if (present.status !== 'draft' || present.amountDueMinor === amountMinor) return;
    if (present.amountDueMinor !== 0)
      throw ApplicationFailure.retryable(`the draft ${stripeInvoiceId} is over another sum`, 'OtherSum');
    await payments.addInvoiceLine({
      idempotencyKey: keyOf(`inv:${invoiceId}:line`),
      customerId: stripeCustomerId,
      stripeInvoiceId,
      amount: moneyOf(input),
      description,
    });
  }

  async function credit(input: CreditOrder): Promise<{ stripeCreditNoteId: string }> {
    const { creditNoteId, stripeInvoiceId, stripeRefundId, reason } = input;
    failpoints.hit('top-up-invoice:before-credit-note');
    const found =
      stripeRefundId === null ? null : await payments.findCreditNote({ stripeInvoiceId, stripeRefundId });
    const note =
      found ??
      (await payments.createCreditNote({
        idempotencyKey: keyOf(`crn:${creditNoteId}:create`),
        stripeInvoiceId,
        amount: moneyOf(input),
        memo: reason,
        ...(stripeRefundId !== null && { stripeRefundId }),
      }));
    failpoints.hit('top-up-invoice:after-credit-note');
    return note;
  }
}

function keyOf(step: string): string {
  const round = Math.floor((activityInfo().attempt - 1) / TRIES_PER_KEY);
  return round === 0 ? step : `${step}:${round}`;
}

function moneyOf({ amountMinor, currency }: Sum): Money {
  if (!isCurrency(currency)) throw ApplicationFailure.nonRetryable(`Unknown currency ${currency}`);
  return money(BigInt(amountMinor), currency);
}
