import type { InvoiceView } from '../../activities/invoice-view.ts';
import { records } from './activities.ts';
import type { Flow } from './flow.ts';
import { issue } from './issuing.ts';
import type { NextStep } from './next-step.ts';
import { showWaiting } from './operator-view.ts';
import { payWithCard } from './paying.ts';

/** Does what an open invoice needs now, or waits for what comes next. */
export async function perform(flow: Flow, invoice: InvoiceView, next: NextStep): Promise<void> {
  const { invoiceId, conversation, progress } = flow;
  switch (next.step) {
    case 'end':
      return;
    case 'issue':
      return issue(invoice);
    case 'pay':
      progress.triedOnDueDate = true;
      await payWithCard(flow, invoice, null);
      return;
    case 'overdue':
      return records.markOverdue({ invoiceId, at: Date.now() });
    case 'remind':
      await records.remindOfInvoice({ invoiceId, kind: next.kind, occasion: next.occasion });
      if (next.kind === 'invoice_issued') progress.remindedBeforeDue = true;
      else progress.reminded = next.number;
      return;
    case 'wait':
      showWaiting(invoice, next);
      return conversation.listen({ delayMs: next.untilMs - Date.now(), summary: next.summary });
  }
}
