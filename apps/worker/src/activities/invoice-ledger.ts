import type { IssuedAtStripe, Ledger } from '@drawdown/ledger';
import type { ChargeOutcome } from '@drawdown/shared/payments';
import type { InvoicePeriodInput } from '@drawdown/shared/workflows';
import type { Failpoints } from '../failpoints/failpoints.ts';
import { type InvoiceView, invoiceView } from './invoice-view.ts';
import { rowMissing } from './row-missing.ts';

export type InvoiceLedgerActivities = ReturnType<typeof createInvoiceLedgerActivities>;

export type InvoiceOrder = {
  dueAt: string;
  stripeCustomerId: string | null;
  /** What Stripe already has of it. */
  stripeInvoiceId: string | null;
  buyer: { name: string; email: string | null };
  lines: { line: number; description: string; amountMinor: number }[];
};

export type BegunPayment =
  | {
      outcome: 'ready';
      chargeId: string;
      attempt: number;
      stripePaymentMethodId: string;
      begunBefore: boolean;
      knownStripeChargeIds: string[];
    }
  | { outcome: 'no_card' | 'not_open' }
  | { outcome: 'card_closed'; until: string };

type At = { invoiceId: string; at: number };

/** The records of an invoice. Each may be repeated. `at` is the workflow's time. */
export function createInvoiceLedgerActivities(deps: { ledger: Ledger; failpoints: Failpoints }) {
  const { ledger, failpoints } = deps;
  const { invoices } = ledger;
  return {
    async closePeriod(input: InvoicePeriodInput): Promise<string | null> {
      failpoints.hit('invoice:before-close');
      const invoiceId = await invoices.close(input);
      failpoints.hit('invoice:after-close');
      if (invoiceId !== null) publish(invoiceId, input);
      return invoiceId;
    },

    async readInvoice(invoiceId: string): Promise<InvoiceView> {
      const facts = await invoices.facts(invoiceId);
      if (facts === null) throw rowMissing('invoice');
      return invoiceView(facts);
    },

    async prepareIssue({ invoiceId, at }: At): Promise<InvoiceOrder> {
      failpoints.hit('invoice:before-set-due');
      const dueAt = await invoices.setDue(invoiceId, new Date(at));
      failpoints.hit('invoice:after-set-due');
      const facts = await invoices.facts(invoiceId);
      if (facts === null) throw rowMissing('invoice');
      const { input, invoice, stripeCustomerId } = facts;
      const buyer = await ledger.buyers.get(input.accountId, input.buyerId);
      return {
        dueAt: dueAt.toISOString(),
        stripeCustomerId,
        stripeInvoiceId: invoice.stripeInvoiceId,
        buyer: { name: facts.buyerName, email: buyer?.email ?? null },
        lines: invoice.lines.map(({ description, amount }, index) => ({
          line: index + 1,
          description,
          amountMinor: Number(amount.amountMinor),
        })),
      };
    },

    async rememberCustomer(input: {
      accountId: string;
      buyerId: string;
      customerId: string;
    }): Promise<string> {
      const { accountId, buyerId, customerId } = input;
      const payer = { kind: 'buyer', buyerId } as const;
      failpoints.hit('invoice:before-remember-customer');
      const kept = await ledger.paymentMethods.rememberStripeCustomer(accountId, payer, customerId);
      failpoints.hit('invoice:after-remember-customer');
      return kept;
    },

    async rememberStripeInvoice(input: { invoiceId: string; stripeInvoiceId: string }): Promise<string> {
      const id = await invoices.rememberStripeInvoice(input.invoiceId, input.stripeInvoiceId);
      failpoints.hit('invoice:after-remember');
      return id;
    },

    async markIssued({ invoiceId, at, atStripe }: At & { atStripe: IssuedAtStripe | null }): Promise<void> {
      failpoints.hit('invoice:before-issue');
      await invoices.markIssued(invoiceId, atStripe, new Date(at));
      failpoints.hit('invoice:after-issue');
      await publishById(invoiceId);
    },

    /** Answers how many payments were new. */
    async recordInvoiceMoney(input: {
      invoiceId: string;
      payments: { paymentIntentId: string; amountMinor: number }[];
    }): Promise<number> {
      failpoints.hit('invoice:before-record-money');
      const money = input.payments.map(({ paymentIntentId, amountMinor }) => ({
        paymentIntentId,
        amountMinor: BigInt(amountMinor),
      }));
      const added = await invoices.recordStripeMoney(input.invoiceId, money);
      failpoints.hit('invoice:after-record-money');
      if (added > 0) await publishById(input.invoiceId);
      return added;
    },

    /** What Stripe calls paid without a payment of its own was paid outside Stripe. Once for an invoice. */
    async recordPaidInDashboard(input: { invoiceId: string; stripeInvoiceId: string }): Promise<void> {
      const { invoiceId, stripeInvoiceId } = input;
      const facts = await invoices.facts(invoiceId);
      if (facts === null || facts.invoice.amountDue.amountMinor <= 0n) return;
      const { accountId, buyerId } = facts.input;
      const actor = { kind: 'system', id: 'stripe', label: 'Stripe' } as const;
      failpoints.hit('invoice:before-record-outside');
      await ledger.receivablePayments.record(
        {
          accountId,
          buyerId,
          invoiceId,
          amount: facts.invoice.amountDue,
          reference: `marked paid at Stripe (${stripeInvoiceId})`,
        },
        actor,
      );
      failpoints.hit('invoice:after-record-outside');
      await publishById(invoiceId);
    },

    async notePaymentAsked(input: {
      invoiceId: string;
      by: string;
      paymentMethodId: string | null;
      askId: string;
      workflowId: string;
    }): Promise<void> {
      const { by, workflowId, ...asked } = input;
      failpoints.hit('invoice:before-note-asked');
      await invoices.notePaymentAsked({ ...asked, actor: { kind: 'workflow', id: workflowId, label: by } });
      failpoints.hit('invoice:after-note-asked');
    },

    async beginPayment(input: {
      invoiceId: string;
      paymentMethodId: string | null;
      paymentIntentId: string;
    }): Promise<BegunPayment> {
      failpoints.hit('invoice:before-reserve');
      const begun = await invoices.beginPayment(input);
      failpoints.hit('invoice:after-reserve');
      switch (begun.outcome) {
        case 'ready': {
          const { amount: _, ...attempt } = begun;
          return attempt;
        }
        case 'card_closed':
          return { outcome: begun.outcome, until: begun.until.toISOString() };
        case 'no_card':
        case 'not_open':
          return { outcome: begun.outcome };
      }
    },

    async recordInvoiceAttempt(input: {
      chargeId: string;
      attempt: number;
      outcome: ChargeOutcome;
    }): Promise<void> {
      failpoints.hit('invoice:before-record-attempt');
      await invoices.recordAttempt(input.chargeId, input.attempt, input.outcome);
      failpoints.hit('invoice:after-record-attempt');
    },

    async markOverdue({ invoiceId, at }: At): Promise<void> {
      failpoints.hit('invoice:before-overdue');
      await invoices.markOverdue(invoiceId, new Date(at));
      failpoints.hit('invoice:after-overdue');
      await publishById(invoiceId);
    },

    async remindOfInvoice(order: {
      invoiceId: string;
      kind: 'invoice_issued' | 'invoice_overdue';
      occasion: string;
    }): Promise<void> {
      failpoints.hit('invoice:before-remind');
      await invoices.remind(order);
      failpoints.hit('invoice:after-remind');
    },

    async endInvoice(input: {
      invoiceId: string;
      as: 'void' | 'written_off';
      by: string;
      reason: string;
      workflowId: string;
    }): Promise<'ended' | 'ended_before' | 'partly_paid'> {
      const { as, workflowId, ...order } = input;
      const actor = { kind: 'workflow', id: workflowId, label: input.by } as const;
      failpoints.hit('invoice:before-end');
      const { outcome } = await (as === 'void'
        ? invoices.voidInvoice(order, actor)
        : invoices.writeOff(order, actor));
      failpoints.hit('invoice:after-end');
      await publishById(input.invoiceId);
      return outcome;
    },

    async markTold(input: { kind: 'credit_note' | 'payment'; id: string; stripeId: string }): Promise<void> {
      failpoints.hit('invoice:before-mark-told');
      await invoices.markTold(input, input.stripeId);
      failpoints.hit('invoice:after-mark-told');
    },
  };

  async function publishById(invoiceId: string): Promise<void> {
    const period = await invoices.periodOf(invoiceId);
    if (period) publish(invoiceId, period);
  }

  function publish(invoiceId: string, { accountId, buyerId }: { accountId: string; buyerId: string }): void {
    ledger.changes.publish(accountId, { type: 'invoice.changed', invoiceId, buyerId });
    ledger.changes.publish(accountId, { type: 'buyer.changed', buyerId });
  }
}
