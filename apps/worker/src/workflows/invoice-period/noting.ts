import { patched, workflowInfo } from '@temporalio/workflow';
import type { InvoiceView } from '../../activities/invoice-view.ts';
import { records } from './activities.ts';

/** In histories from before, nobody wrote down who had wanted a card to be charged. */
const NOTES_WHO_ASKED = 'who asks for a payment is noted';

type Asked = { by: string; paymentMethodId: string | null; askId: string };

/** Writes down who wants a card of the buyer to be charged, before it is. */
export async function notePaymentAsked({ invoiceId }: InvoiceView, asked: Asked): Promise<void> {
  if (!patched(NOTES_WHO_ASKED)) return;
  const { by, paymentMethodId, askId } = asked;
  const { workflowId } = workflowInfo();
  await records.notePaymentAsked({ invoiceId, by, paymentMethodId, askId, workflowId });
}
