import {
  TOP_UP_INVOICE_CHANGED_SIGNAL,
  type TopUpInvoiceEnding,
  type TopUpInvoiceInput,
} from '@drawdown/shared/workflows';
import { defineSignal, setHandler } from '@temporalio/workflow';
import { show } from './charging/operator-view.ts';
import { records } from './top-up-invoice/activities.ts';
import { makeCreditNote, makeInvoice } from './top-up-invoice/make.ts';

const changedSignal = defineSignal(TOP_UP_INVOICE_CHANGED_SIGNAL);

/**
 * What follows a credited top-up that wants an invoice: Stripe makes one, paid by the very payment that brought the
 * credit; and a credit note for each refund of it. The credit itself waits for none of this. Ends when Stripe knows
 * everything, and is started again when there is more.
 */
export async function invoiceTopUp(input: TopUpInvoiceInput): Promise<TopUpInvoiceEnding> {
  let hasNews = false;
  let creditNotes = 0;
  setHandler(changedSignal, () => {
    hasNews = true;
  });
  for (;;) {
    hasNews = false;
    const invoice = await records.readTopUpInvoice(input.topUpId);
    if (invoice.state === 'no_invoice') return { ended: 'no_invoice' };
    const heading = `**${invoice.words.amount}**: invoice of a top-up`;
    if (!invoice.isMade) {
      show(heading, {
        flowState: 'invoicing',
        words: 'Having Stripe make the invoice. The credit is there already.',
      });
      await makeInvoice(input, invoice);
      // What was given back meanwhile is on the invoice that there is now.
      continue;
    }
    for (const note of invoice.creditNotes) {
      show(heading, {
        flowState: 'crediting',
        words: `Having Stripe credit ${note.words} that were given back.`,
      });
      await makeCreditNote(invoice, note);
      creditNotes++;
    }
    if (hasNews) continue;
    show(heading, {
      flowState: 'succeeded',
      words: 'Done: Stripe has the invoice, and all that was given back.',
    });
    return { ended: 'up_to_date', creditNotes };
  }
}
