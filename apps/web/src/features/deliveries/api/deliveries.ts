import type { ReturnCode } from '@drawdown/shared/codes';
import type { DeliveryResource } from '@drawdown/shared/http';
import { deliverySchema, leadReturnSchema } from '@drawdown/shared/http';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { pageOf } from '../../../http/page.ts';
import { request } from '../../../http/request.ts';

const deliveriesPageSchema = pageOf(deliverySchema);
const returnedSchema = z.object({ delivery: deliverySchema, return: leadReturnSchema });

/** A lead that is being paid for is asked for again also when no change event arrives. */
const WATCH_EVERY_MS = 3_000;

export type DeliveriesFilter = {
  buyerId?: string | undefined;
  leadId?: string | undefined;
  outcome?: DeliveryResource['outcome'] | undefined;
};

/** Leads, newest first, with what became of them. */
export function deliveriesQuery(filter: DeliveriesFilter, cursor: string | undefined) {
  return queryOptions({
    queryKey: ['deliveries', 'list', filter, { cursor }],
    queryFn: ({ signal }) =>
      request('/v1/deliveries', {
        query: { ...filter, cursor, limit: 25 },
        schema: deliveriesPageSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.data.some(isPending) ? WATCH_EVERY_MS : false),
  });
}

export function deliveryQuery(deliveryId: string) {
  return queryOptions({
    queryKey: ['deliveries', 'one', deliveryId],
    queryFn: ({ signal }) =>
      request(`/v1/deliveries/${encodeURIComponent(deliveryId)}`, { schema: deliverySchema, signal }),
    refetchInterval: ({ state }) => (state.data && isPending(state.data) ? WATCH_EVERY_MS : false),
  });
}

/** Gives a lead back. A lead is returned once, however often this is asked. */
export function returnDelivery(deliveryId: string, body: { reason: ReturnCode; note?: string }) {
  return request(`/v1/deliveries/${encodeURIComponent(deliveryId)}/return`, {
    method: 'POST',
    body,
    schema: returnedSchema,
  });
}

/** Where the browser downloads the leads of whole days from. */
export function exportUrl({
  from,
  to,
  buyerId,
}: {
  from: string;
  to: string;
  buyerId?: string | undefined;
}): string {
  const query = new URLSearchParams({ from, to, ...(buyerId ? { buyerId } : {}) });
  return `/v1/deliveries/export.csv?${query}`;
}

function isPending({ outcome }: DeliveryResource): boolean {
  return outcome === 'pending';
}
