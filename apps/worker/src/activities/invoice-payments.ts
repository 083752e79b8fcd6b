import type { PaymentGateway, StripeInvoiceWithPayments } from '@drawdown/payments';
import { isCurrency, type Money, money } from '@drawdown/shared/money';
import type { ChargeOutcome } from '@drawdown/shared/payments';
import { ApplicationFailure } from '@temporalio/common';
import type { ChargingBreaker, Held } from '../charging-breaker/charging-breaker.ts';
import type { Failpoints } from '../failpoints/failpoints.ts';
import { dueAtStripe } from './due-at-stripe.ts';
import type { InvoiceOrder } from './invoice-ledger.ts';
import { underFreshKey } from './under-fresh-key.ts';

export type InvoicePaymentsActivities = ReturnType<typeof createInvoicePaymentsActivities>;

/** How many rounds of tries have brought no answer before this one. */
type Repeated = { round?: number };

export type CreateStripeInvoice = Repeated & {
  invoiceId: string;
  accountId: string;
  buyerId: string;
  period: string;
  customerId: string;
  currency: string;
  dueAt: string;
};

export type WriteStripeInvoice = Repeated & {
  invoiceId: string;
  stripeInvoiceId: string;
  customerId: string;
  currency: string;
  lines: InvoiceOrder['lines'];
};

/**
 * Calls to Stripe about invoices. What throws is technical and may be repeated, payments apart: each write looks at what is
 * there before it adds to it, so that it happens once under whatever keys.
 */
export function createInvoicePaymentsActivities(deps: {
  payments: PaymentGateway;
  breaker: ChargingBreaker;
  failpoints: Failpoints;
}) {
  const { payments, breaker, failpoints } = deps;
  return {
    async createInvoiceCustomer(
      input: Repeated & { accountId: string; buyerId: string; name: string; email: string | null },
    ): Promise<string> {
      const { accountId, buyerId, name, email, round } = input;
      const metadata = { accountId, buyerId };
      const { customerId } = await underFreshKey({
        step: `inv-cus:${buyerId}`,
        round,
        look: () => payments.findCustomer({ buyerId }),
        write: (idempotencyKey) => payments.createCustomer({ idempotencyKey, name, email, metadata }),
      });
      return customerId;
    },

    async createStripeInvoice(input: CreateStripeInvoice): Promise<string> {
      const { invoiceId, accountId, buyerId, period, customerId, currency, dueAt, round } = input;
      const order = {
        customerId,
        currency: currencyOf(currency),
        dueAt: dueAtStripe(new Date(dueAt)),
        description: `Leads of ${period}`,
        metadata: { invoiceId, accountId, buyerId, period },
      };
      failpoints.hit('invoice:before-create');
      const created = await underFreshKey({
        step: `inv:${invoiceId}:create`,
        round,
        look: () => payments.findDraftInvoice({ customerId, invoiceId }),
        write: (idempotencyKey) => payments.createInvoice({ idempotencyKey, ...order }),
      });
      failpoints.hit('invoice:after-create');
      return created.stripeInvoiceId;
    },

    /** Adds the lines that are not there yet and opens it. */
    async writeStripeInvoice(input: WriteStripeInvoice) {
      const { invoiceId, stripeInvoiceId, round } = input;
      const { status } = await payments.lookUpInvoice(stripeInvoiceId);
      if (status === 'draft') await writeLines(input);
      failpoints.hit('invoice:before-finalize');
      const { number, hostedUrl, pdfUrl } = await underFreshKey({
        step: `inv:${invoiceId}:finalize`,
        round,
        write: (idempotencyKey) => payments.finalizeInvoice({ idempotencyKey, stripeInvoiceId }),
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
      /** The episode without charging that this call is to find over. */
      probe?: string;
    }): Promise<ChargeOutcome | Held> {
      const { probe, ...order } = input;
      failpoints.hit('invoice:before-pay');
      const outcome = await breaker.guard('charge', probe, () => payments.payInvoice(order));
      failpoints.hit('invoice:after-pay');
      return outcome;
    },

    /** Lowers an open invoice at Stripe by what was credited, or paid elsewhere. Answers what it is called there. */
    async tellStripe(
      input: Repeated & {
        stripeInvoiceId: string;
        told: { kind: 'credit_note' | 'payment'; id: string; amountMinor: number; words: string };
        currency: string;
      },
    ): Promise<string> {
      const { stripeInvoiceId, told, currency, round } = input;
      // By a try of which nobody heard. What is left has gone down by it, so that a repeat would be over another sum.
      const found = await payments.findCreditNote({ stripeInvoiceId, ourId: told.id });
      if (found !== null) return found.stripeCreditNoteId;
      const { status, amountRemainingMinor } = await payments.lookUpInvoice(stripeInvoiceId);
      if (status !== 'open') return `none:${told.id}`;
      if (told.kind === 'payment' && told.amountMinor >= amountRemainingMinor) {
        failpoints.hit('invoice:before-outside-at-stripe');
        await underFreshKey({
          step: `pay:${told.id}:outside`,
          round,
          write: (idempotencyKey) => payments.markInvoicePaidOutside({ idempotencyKey, stripeInvoiceId }),
        });
        failpoints.hit('invoice:after-outside-at-stripe');
        return 'paid_out_of_band';
      }
      failpoints.hit('invoice:before-credit-note');
      const note = {
        stripeInvoiceId,
        amount: amountOf(Math.min(told.amountMinor, amountRemainingMinor), currency),
        memo: told.words,
        ourId: told.id,
      };
      const { stripeCreditNoteId } = await underFreshKey({
        step: `crn:${told.id}:create`,
        round,
        look: () => payments.findCreditNote(note),
        write: (idempotencyKey) => payments.createCreditNote({ idempotencyKey, ...note }),
      });
      failpoints.hit('invoice:after-credit-note');
      return stripeCreditNoteId;
    },

    /** Answers how it stands then: `paid` where the money was faster. */
    async closeStripeInvoice(
      input: Repeated & { invoiceId: string; stripeInvoiceId: string; as: 'void' | 'written_off' },
    ): Promise<StripeInvoiceWithPayments['status']> {
      const { invoiceId, stripeInvoiceId, as, round } = input;
      const close = as === 'void' ? payments.voidInvoice : payments.writeOffInvoice;
      failpoints.hit('invoice:before-close-at-stripe');
      const { status } = await underFreshKey({
        step: `inv:${invoiceId}:${as}`,
        round,
        write: (idempotencyKey) => close({ idempotencyKey, stripeInvoiceId }),
      });
      failpoints.hit('invoice:after-close-at-stripe');
      return status;
    },
  };

  async function writeLines(input: WriteStripeInvoice): Promise<void> {
    const { invoiceId, stripeInvoiceId, customerId, currency, lines, round } = input;
    const written = new Set(await payments.linesOfInvoice(stripeInvoiceId));
    for (const { line, description, amountMinor } of lines) {
      if (written.has(line)) continue;
      const amount = amountOf(amountMinor, currency);
      const order = { customerId, stripeInvoiceId, amount, description, line };
      await underFreshKey({
        step: `inv:${invoiceId}:line:${line}`,
        round,
        // The first look was at all of them.
        look: async (spent) =>
          spent > 0 && (await payments.linesOfInvoice(stripeInvoiceId)).includes(line) ? line : null,
        write: async (idempotencyKey) => {
          await payments.addInvoiceLine({ idempotencyKey, ...order });
          return line;
        },
      });
      failpoints.hit('invoice:after-line');
    }
    // Nobody may be asked for a sum that is not owed, whoever has written to the draft meanwhile.
    const present = await payments.linesOfInvoice(stripeInvoiceId);
    if (new Set(present).size < present.length)
      throw ApplicationFailure.retryable(`the draft ${stripeInvoiceId} has a line twice`, 'LineTwice');
  }
}

function currencyOf(currency: string): Money['currency'] {
  if (!isCurrency(currency)) throw ApplicationFailure.nonRetryable(`Unknown currency ${currency}`);
  return currency;
}

function amountOf(amountMinor: number, currency: string): Money {
  return money(BigInt(amountMinor), currencyOf(currency));
}
