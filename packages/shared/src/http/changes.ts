import { z } from 'zod';

/**
 * What `/v1/events` pushes (SSE event name `change`). It says what to fetch again, never the money itself, so that a
 * missed or doubled message can do no harm.
 */
export const changeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('wallet.changed'), walletId: z.string() }),
  z.object({ type: z.literal('buyer.changed'), buyerId: z.string() }),
  z.object({ type: z.literal('top_up.changed'), topUpId: z.string(), walletId: z.string() }),
  z.object({ type: z.literal('payment_methods.changed'), buyerId: z.string().nullable() }),
  z.object({ type: z.literal('charge.changed'), chargeId: z.string() }),
  z.object({ type: z.literal('refund.changed'), refundId: z.string(), walletId: z.string().nullable() }),
  z.object({ type: z.literal('delivery.changed'), deliveryId: z.string(), buyerId: z.string() }),
  z.object({ type: z.literal('dispute.changed'), disputeId: z.string() }),
  z.object({ type: z.literal('invoice.changed'), invoiceId: z.string(), buyerId: z.string().nullable() }),
  z.object({ type: z.literal('emails.changed') }),
  z.object({ type: z.literal('webhooks.changed') }),
  z.object({ type: z.literal('settings.changed') }),
]);

export type Change = z.infer<typeof changeSchema>;
