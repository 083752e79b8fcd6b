import { newId } from '@drawdown/shared/ids';
import type { Records } from '../database/connection.ts';
import type { BuyerRow, DeliveryRow } from '../generated/prisma/client.ts';

/** What the router waits for: told once for each lead that was pending, in the transaction that decides it. */
export async function announce(records: Records, delivery: DeliveryRow, buyer: BuyerRow): Promise<void> {
  const delivered = delivery.outcome !== 'refused';
  await records.outgoingWebhookRow.createMany({
    data: [
      {
        id: newId('webhookMessage'),
        accountId: delivery.accountId,
        type: delivered ? 'delivery.delivered' : 'delivery.refused',
        occasion: delivery.id,
        payload: {
          deliveryId: delivery.id,
          buyerId: delivery.buyerId,
          externalBuyerId: buyer.externalId,
          leadId: delivery.leadId,
          price: { amount: Number(delivery.priceMinor), currency: delivery.currency },
          ...(delivered
            ? { fundedBy: delivery.fundedBy, fundingReason: delivery.fundingReason }
            : { code: delivery.refusalCode }),
          at: (delivery.decidedAt ?? delivery.createdAt).toISOString(),
        },
      },
    ],
    skipDuplicates: true,
  });
}
