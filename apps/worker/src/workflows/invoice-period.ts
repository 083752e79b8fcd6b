import type { InvoicePeriodEnding, InvoicePeriodInput, InvoiceWishResult } from '@drawdown/shared/workflows';
import {
  allHandlersFinished,
  CancellationScope,
  CancelledFailure,
  condition,
  continueAsNew,
  workflowInfo,
} from '@temporalio/workflow';
import type { InvoiceView } from '../activities/invoice-view.ts';
import { records } from './invoice-period/activities.ts';
import { compareWithStripe } from './invoice-period/comparing.ts';
import { type AskedWish, type Conversation, openConversation } from './invoice-period/conversation.ts';
import { closeInvoice } from './invoice-period/ending.ts';
import type { Flow } from './invoice-period/flow.ts';
import { nextStep } from './invoice-period/next-step.ts';
import { notePaymentAsked } from './invoice-period/noting.ts';
import * as view from './invoice-period/operator-view.ts';
import { payWithCard } from './invoice-period/paying.ts';
import { perform } from './invoice-period/performing.ts';

/**
 * Waits for a period to end, bills it, and accompanies the invoice until nothing of it is open. What is owed, paid and
 * overdue is the database's; a lost workflow neither bills twice nor forgets, as each step is stored before the next.
 */
export async function invoicePeriod(input: InvoicePeriodInput): Promise<InvoicePeriodEnding> {
  const conversation = openConversation();
  CancellationScope.current().cancelRequested.catch(() => conversation.cancel());
  return CancellationScope.nonCancellable(async () => {
    const ending = await run(input, conversation);
    await condition(allHandlersFinished);
    if (ending !== 'canceled') return ending;
    view.showCanceled(input);
    throw new CancelledFailure('canceled in Temporal');
  });
}

async function run(
  input: InvoicePeriodInput,
  conversation: Conversation,
): Promise<InvoicePeriodEnding | 'canceled'> {
  if (!(await periodOver(input, conversation))) return 'canceled';
  const invoiceId = await records.closePeriod(input);
  if (invoiceId === null) {
    conversation.refuseWishes('Nothing was billed for this period.');
    view.showNothingToBill(input);
    return { ended: 'nothing_to_bill', invoiceId };
  }
  const progress = { reminded: 0, remindedBeforeDue: false, lookAtMs: 0, triedOnDueDate: false };
  return accompany({ input, invoiceId, conversation, progress });
}

/** False when the workflow was canceled before. */
async function periodOver(input: InvoicePeriodInput, conversation: Conversation): Promise<boolean> {
  const endsAtMs = Date.parse(input.endsAt);
  if (Date.now() < endsAtMs) view.showOpenPeriod(input);
  while (Date.now() < endsAtMs) {
    await conversation.listen({ delayMs: endsAtMs - Date.now(), summary: 'Until the period ends' });
    conversation.heard();
    conversation.refuseWishes('The period is not over: there is no invoice yet.');
    if (conversation.isCanceled()) return false;
  }
  return true;
}

async function accompany(flow: Flow): Promise<InvoicePeriodEnding | 'canceled'> {
  const { invoiceId, conversation, input, progress } = flow;
  for (;;) {
    conversation.heard();
    const invoice = await compareWithStripe(await records.readInvoice(invoiceId));
    const next = nextStep(invoice, progress, Date.now());
    if (next.step === 'end') {
      conversation.refuseWishes(`The invoice is ${invoice.status}.`);
      await condition(allHandlersFinished);
      if (conversation.hasNews()) continue;
      view.showEnded(invoice);
      return { ended: endedAs(invoice), invoiceId };
    }
    // Before anything that is wished for: only what is open can be paid or closed.
    if (next.step === 'issue') {
      await perform(flow, invoice, next);
      continue;
    }
    await fulfil(flow, invoice, conversation.takeWishes());
    if (conversation.hasNews()) continue;
    if (conversation.isCanceled()) {
      conversation.refuseWishes('The workflow was canceled in Temporal.');
      return 'canceled';
    }
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      if (!conversation.hasNews()) await continueAsNew<typeof invoicePeriod>(input);
    }
    await perform(flow, invoice, next);
  }
}

/** What people asked for, one after the other; each is answered once it is done or known to be impossible. */
async function fulfil(flow: Flow, before: InvoiceView, wishes: AskedWish[]): Promise<void> {
  let invoice = before;
  for (const { wish, answer, askId } of wishes) {
    let result: InvoiceWishResult;
    if (wish.wish === 'pay') {
      await notePaymentAsked(invoice, { ...wish, askId });
      result = await payWithCard(flow, invoice, wish.paymentMethodId);
    } else {
      const { by, reason } = wish;
      result = await closeInvoice(invoice, { as: wish.wish === 'void' ? 'void' : 'written_off', by, reason });
    }
    // What was paid is recorded before anybody hears of it.
    invoice = await compareWithStripe(await records.readInvoice(invoice.invoiceId));
    flow.conversation.again();
    answer.resolve(result);
  }
}

function endedAs({ status }: InvoiceView): InvoicePeriodEnding['ended'] {
  return status === 'void' || status === 'written_off' ? status : 'paid';
}
