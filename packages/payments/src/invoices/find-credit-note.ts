import type { Stripe } from 'stripe';
import { z } from 'zod';
import { orProviderError } from '../gateway/failure.ts';
import { PaymentProviderError } from '../provider-error.ts';

/** By the refund that it is about, or by our id of what it is about. */
export type FindCreditNoteInput = { stripeInvoiceId: string } & (
  | { stripeRefundId: string }
  | { ourId: string }
);

/** In the metadata of a note. */
export const OUR_ID = 'ourId';

/** Newest first, so that what an earlier try has made is among them. */
const NOTES_AT_MOST = 100;

const refundId = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]);

const notesSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      metadata: z.record(z.string(), z.string()).nullish(),
      refunds: z.array(z.object({ refund: refundId.nullish() })),
    }),
  ),
});

export function createCreditNoteSearch(stripe: Stripe) {
  return { findCreditNote };

  /** The credit note that an earlier try has made without our hearing of it. */
  async function findCreditNote(input: FindCreditNoteInput): Promise<{ stripeCreditNoteId: string } | null> {
    const { stripeInvoiceId } = input;
    const listed = notesSchema.safeParse(
      await orProviderError(stripe.creditNotes.list({ invoice: stripeInvoiceId, limit: NOTES_AT_MOST })),
    );
    if (!listed.success)
      throw new PaymentProviderError('unreachable', 'the answer is no list of credit notes');
    const made = listed.data.data.find(
      ({ status, metadata, refunds }) =>
        status === 'issued' &&
        ('ourId' in input
          ? metadata?.[OUR_ID] === input.ourId
          : refunds.some(({ refund }) => refund === input.stripeRefundId)),
    );
    return made ? { stripeCreditNoteId: made.id } : null;
  }
}
