import type { Stripe } from 'stripe';
import { z } from 'zod';
import { orProviderError } from '../gateway/failure.ts';
import { PaymentProviderError } from '../provider-error.ts';

export type FindCreditNoteInput = { stripeInvoiceId: string; stripeRefundId: string };

/** More notes than there are refunds of one payment. */
const NOTES_AT_MOST = 100;

const refundId = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]);

const notesSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      refunds: z.array(z.object({ refund: refundId.nullish() })),
    }),
  ),
});

export function createCreditNoteSearch(stripe: Stripe) {
  return { findCreditNote };

  /** The credit note over a refund that an earlier try has made without our hearing of it. */
  async function findCreditNote(input: FindCreditNoteInput): Promise<{ stripeCreditNoteId: string } | null> {
    const { stripeInvoiceId, stripeRefundId } = input;
    const listed = notesSchema.safeParse(
      await orProviderError(stripe.creditNotes.list({ invoice: stripeInvoiceId, limit: NOTES_AT_MOST })),
    );
    if (!listed.success)
      throw new PaymentProviderError('unreachable', 'the answer is no list of credit notes');
    const made = listed.data.data.find(
      ({ status, refunds }) => status === 'issued' && refunds.some(({ refund }) => refund === stripeRefundId),
    );
    return made ? { stripeCreditNoteId: made.id } : null;
  }
}
