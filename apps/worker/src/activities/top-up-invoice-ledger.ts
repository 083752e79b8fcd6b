import type { Ledger, TopUpInvoiceFacts } from '@drawdown/ledger';
import { formatMoney, toSafeInteger } from '@drawdown/shared/money';
import type { Failpoints } from '../failpoints/failpoints.ts';
import { rowMissing } from './row-missing.ts';
import type { TopUpInvoiceView } from './top-up-invoice-view.ts';
import { publishTopUp } from './top-up-ledger.ts';

export type TopUpInvoiceLedgerActivities = ReturnType<typeof createTopUpInvoiceLedgerActivities>;

/** The records of a top-up's invoice. Each may be repeated: the database keeps the first answer. */
export function createTopUpInvoiceLedgerActivities(deps: { ledger: Ledger; failpoints: Failpoints }) {
  const { ledger, failpoints } = deps;
  return { readTopUpInvoice, rememberTopUpInvoice, finishTopUpInvoice, rememberTopUpCreditNote };

  async function readTopUpInvoice(topUpId: string): Promise<TopUpInvoiceView> {
    const facts = await ledger.topUpInvoices.facts(topUpId);
    return facts === null ? { state: 'no_invoice' } : viewOf(facts);
  }

  /** Answers the only invoice at Stripe that is ever finalized for this top-up. */
  async function rememberTopUpInvoice(input: {
    invoiceId: string;
    stripeInvoiceId: string;
  }): Promise<{ stripeInvoiceId: string }> {
    failpoints.hit('top-up-invoice:before-remember');
    const { invoiceId, stripeInvoiceId } = input;
    const kept = await ledger.topUpInvoices.rememberStripeInvoice(invoiceId, stripeInvoiceId);
    failpoints.hit('top-up-invoice:after-remember');
    return { stripeInvoiceId: kept };
  }

  async function finishTopUpInvoice(input: {
    topUpId: string;
    invoiceId: string;
    number: string | null;
    hostedUrl: string | null;
    pdfUrl: string | null;
  }): Promise<void> {
    const { topUpId, invoiceId, ...made } = input;
    failpoints.hit('top-up-invoice:before-finish');
    await ledger.topUpInvoices.markPaid(invoiceId, made);
    failpoints.hit('top-up-invoice:after-finish');
    const topUp = await ledger.topUps.find(topUpId);
    if (topUp === null) throw rowMissing('top-up');
    publishTopUp(ledger, topUp);
  }

  async function rememberTopUpCreditNote(input: {
    creditNoteId: string;
    stripeCreditNoteId: string;
  }): Promise<void> {
    failpoints.hit('top-up-invoice:before-remember-credit-note');
    await ledger.topUpInvoices.rememberCreditNote(input.creditNoteId, input.stripeCreditNoteId);
    failpoints.hit('top-up-invoice:after-remember-credit-note');
  }
}

function viewOf(facts: TopUpInvoiceFacts): TopUpInvoiceView {
  const { invoiceId, status, stripeInvoiceId, stripeCustomerId, paymentIntentId, amount, description } =
    facts;
  return {
    state: 'found',
    invoiceId,
    isMade: status === 'paid',
    stripeInvoiceId,
    stripeCustomerId,
    paymentIntentId,
    amountMinor: toSafeInteger(amount.amountMinor),
    currency: amount.currency,
    description,
    creditNotes: facts.creditNotes.map((note) => ({
      id: note.id,
      amountMinor: toSafeInteger(note.amount.amountMinor),
      reason: note.reason,
      stripeRefundId: note.stripeRefundId,
      words: formatMoney(note.amount),
    })),
    words: { amount: formatMoney(amount) },
  };
}
