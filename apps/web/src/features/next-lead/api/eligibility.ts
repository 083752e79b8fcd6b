import { deliverySchema, eligibilitySchema } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import { queryOptions } from '@tanstack/react-query';
import { pageOf } from '../../../http/page.ts';
import { request } from '../../../http/request.ts';

const deliveriesPageSchema = pageOf(deliverySchema);

/** Whether a lead at this price would be delivered to the buyer now: the very decision of a delivery, without deciding. */
export function eligibilityQuery(buyerId: string, price: MoneyJson) {
  return queryOptions({
    queryKey: ['eligibility', buyerId, price],
    queryFn: ({ signal }) =>
      request(`/v1/buyers/${encodeURIComponent(buyerId)}/eligibility`, {
        query: { amount: price.amount, currency: price.currency },
        schema: eligibilitySchema,
        signal,
      }),
  });
}

/** What the buyer's last lead cost; null where it had none yet. */
export function lastPriceQuery(buyerId: string) {
  return queryOptions({
    queryKey: ['deliveries', 'last-price', buyerId],
    queryFn: async ({ signal }) => {
      const page = await request('/v1/deliveries', {
        query: { buyerId, limit: 1 },
        schema: deliveriesPageSchema,
        signal,
      });
      return page.data[0]?.price ?? null;
    },
  });
}
