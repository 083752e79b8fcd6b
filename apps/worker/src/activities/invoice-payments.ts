import type { PaymentGateway, StripeInvoiceWithPayments } from '@drawdown/payments';
import { isCurrency, type Money, money } from '@drawdown/shared/money';
import type { ChargeOutcome } from '@drawdown/shared/payments';
import { ApplicationFailure } from '@temporalio/common';
import type { Failpoints } from '../failpoints/failpoints.ts';
import type { InvoiceOrder } from './invoice-ledger.ts';

export type InvoicePaymentsActivities = ReturnType<typeof createInvoicePaymentsActivities>;

export type CreateStripeInvoice = {
  invoiceId: string;
  accountId: string;
  buyerId: string;
  period: string;
  customerId: string;
  currency: string;
  dueAt: string;
};

export type WriteStripeInvoice = {
  invoiceId: string;
  stripeInvoiceId: string;
  customerId: string;
  currency: string;
  lines: InvoiceOrder['lines'];
};

/** Calls to Stripe about invoices. What throws is technical and may be repeated, payments apart. */
export function createInvoicePaymentsActivities(deps: { payments: PaymentGateway; failpoints: Failpoints }) {
  const { payments, failpoints } = deps;
  return {
    async createInvoiceCustomer(input: {
      accountId: string;
      buyerId: string;
      name: string;
      email: string | null;
    }): Promise<string> {
      const { accountId, buyerId, name, email } = input;
      const idempotencyKey = `inv-cus:${buyerId}`;
      const metadata = { accountId, buyerId };
      return (await payments.createCustomer({ idempotencyKey, name, email, metadata })).customerId;
    },

    async createStripeInvoice(input: CreateStripeInvoice): Promise<string> {
      const { invoiceId, accountId, buyerId, period, customerId, currency, dueAt } = input;
      failpoints.hit('invoice:before-create');
      const created = await payments.createInvoice({
        idempotencyKey: `inv:${invoiceId}:create`,
        customerId,
        currency: currencyOf(currency),
        dueAt: new Date(dueAt),
        description: `Leads of ${period}`,
        metadata: { invoiceId, accountId, buyerId, period },
      });
      failpoints.hit('invoice:after-create');
      return created.stripeInvoiceId;
    },

    /** Adds the lines that are not there yet and opens it. */
    async writeStripeInvoice(input: WriteStripeInvoice) {
      const { invoiceId, stripeInvoiceId, customerId, currency, lines } = input;
      const { status } = await payments.lookUpInvoice(stripeInvoiceId);
      const written = new Set(status === 'draft' ? await payments.linesOfInvoice(stripeInvoiceId) : []);
      for (const { line, description, amountMinor } of status === 'draft' ? lines : []) {
        if (written.has(line)) continue;
        await payments.addInvoiceLine({
          idempotencyKey: `inv:${invoiceId}:line:${line}`,
          customerId,
          stripeInvoiceId,
          amount: amountOf(amountMinor, currency),
          description,
          line,
        });
        failpoints.hit('invoice:after-line');
      }
      failpoints.hit('invoice:before-finalize');
      const idempotencyKey = `inv:${invoiceId}:finalize`;
      const { number, hostedUrl, pdfUrl } = await payments.finalizeInvoice({
        idempotencyKey,
        stripeInvoiceId,
      });
      failpoints.hit('invoice:after-finalize');
      return { number, hostedUrl, pdfUrl };
    },

    lookUpStripeInvoice: (stripeInvoiceId: string): Promise<StripeInvoiceWithPayments> =>
      payments.lookUpInvoice(stripeInvoiceId),

    async payStripeInvoice(input: {
      idempotencyKey: string;
      stripeInvoiceId: string;
      paymentIntentId: string;
      stripePaymentMethodId: string;
    }): Promise<ChargeOutcome> {
      failpoints.hit('invoice:before-pay');
      const outcome = await payments.payInvoice(input);
      failpoints.hit('invoice:after-pay');
      return outcome;
    },

    /** Lowers an open invoice at Stripe by what was credited, or paid elsewhere. Answers what it is called there. */
    async tellStripe(input: {
      stripeInvoiceId: string;
      told: { kind: 'credit_note' | 'payment'; id: string; amountMinor: number; words: string };
      currency: string;
    }): Promise<string> {
      const { stripeInvoiceId, told, currency } = input;
      // By a try of which nobody heard. What is left has gone down by it, so that a repeat would be over another sum.
      const found = await payments.findCreditNote({ stripeInvoiceId, ourId: told.id });
      if (found !== null) return found.stripeCreditNoteId;
      const { status, amountRemainingMinor } = await payments.lookUpInvoice(stripeInvoiceId);
      if (status !== 'open') return `none:${told.id}`;
      if (told.kind === 'payment' && told.amountMinor >= amountRemainingMinor) {
        await payments.markInvoicePaidOutside({ idempotencyKey: `pay:${told.id}:outside`, stripeInvoiceId });
        return 'paid_out_of_band';
      }
      failpoints.hit('invoice:before-credit-note');
      const { stripeCreditNoteId } = await payments.createCreditNote({
        idempotencyKey: `crn:${told.id}:create`,
        stripeInvoiceId,
        amount: amountOf(Math.min(told.amountMinor, amountRemainingMinor), currency),
        memo: told.words,
        ourId: told.id,
      });
      failpoints.hit('invoice:after-credit-note');
      return stripeCreditNoteId;
    },

    /** Answers how it stands then: `paid` where the money was faster. */
    async closeStripeInvoice(input: {
      invoiceId: string;
      stripeInvoiceId: string;
      as: 'void' | 'written_off';
    }): Promise<StripeInvoiceWithPayments['status']> {
      const { invoiceId, stripeInvoiceId, as } = input;
      const order = { idempotencyKey: `inv:${invoiceId}:${as}`, stripeInvoiceId };
      failpoints.hit('invoice:before-close-at-stripe');
      const { status } = await (as === 'void'
        ? payments.voidInvoice(order)
        : payments.writeOffInvoice(order));
      failpoints.hit('invoice:after-close-at-stripe');
      return status;
    },
  };
}

function currencyOf(currency: string): Money['currency'] {
  if (!isCurrency(currency)) throw ApplicationFailure.nonRetryable(`Unknown currency ${currency}`);
  return currency;
}

function amountOf(amountMinor: number, currency: string): Money {
  return money(BigInt(amountMinor), currencyOf(currency));
}
