import type { InvoiceWishResult } from '@drawdown/shared/workflows';
import { workflowInfo } from '@temporalio/workflow';
import type { InvoiceView } from '../../activities/invoice-view.ts';
import { records, stripe } from './activities.ts';
import { untilAnswered } from './until-answered.ts';

export type EndWish = { as: 'void' | 'written_off'; by: string; reason: string };

const DONE_WORDS = {
  void: 'Voided: it can no longer be paid. Its leads stay owed and are on the next invoice.',
  written_off: 'Written off: what was left of it is owed no more.',
} as const;

/** At Stripe first, so that nobody can pay what is no longer asked for. Money that was faster wins. */
export async function closeInvoice(view: InvoiceView, wish: EndWish): Promise<InvoiceWishResult> {
  const { invoiceId, stripeInvoiceId } = view;
  if (view.status !== 'open') return { outcome: 'refused', words: `It is ${view.status} already.` };
  if (wish.as === 'void' && view.paidMinor > 0)
    return { outcome: 'refused', words: 'Part of it is paid: write off the rest instead.' };
  if (stripeInvoiceId !== null) {
    const status = await untilAnswered(view, 'to close this invoice', (round) =>
      stripe.closeStripeInvoice({ invoiceId, stripeInvoiceId, as: wish.as, round }),
    );
    if (status === 'paid') return { outcome: 'refused', words: 'It was paid in the meantime.' };
  }
  return endInvoice(view, wish);
}

export async function endInvoice(view: InvoiceView, wish: EndWish): Promise<InvoiceWishResult> {
  const { workflowId } = workflowInfo();
  const outcome = await records.endInvoice({ invoiceId: view.invoiceId, ...wish, workflowId });
  switch (outcome) {
    case 'ended':
      return { outcome: 'done', words: DONE_WORDS[wish.as] };
    case 'ended_before':
      return { outcome: 'refused', words: 'It has ended in the meantime.' };
    case 'partly_paid':
      return { outcome: 'refused', words: 'Part of it is paid: write off the rest instead.' };
  }
}
