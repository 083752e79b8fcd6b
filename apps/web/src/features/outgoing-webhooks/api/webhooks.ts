import type { SaveWebhookRequest } from '@drawdown/shared/http';
import { webhookDeliverySchema, webhookSettingsSchema } from '@drawdown/shared/http';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { pageOf } from '../../../http/page.ts';
import { request } from '../../../http/request.ts';

const deliveriesPageSchema = pageOf(webhookDeliverySchema);

export const webhookQuery = queryOptions({
  queryKey: ['settings', 'webhook'],
  queryFn: ({ signal }) => request('/v1/settings/webhook', { schema: webhookSettingsSchema, signal }),
});

export function saveWebhook(body: SaveWebhookRequest) {
  return request('/v1/settings/webhook', { method: 'PUT', body, schema: webhookSettingsSchema });
}

/** The messages to the endpoint, newest first. */
export function webhookDeliveriesQuery(cursor: string | undefined) {
  return queryOptions({
    queryKey: ['webhook-deliveries', { cursor }],
    queryFn: ({ signal }) =>
      request('/v1/webhook-deliveries', {
        query: { cursor, limit: 25 },
        schema: deliveriesPageSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

export function resendWebhook(id: string) {
  return request(`/v1/webhook-deliveries/${encodeURIComponent(id)}/resend`, {
    method: 'POST',
    schema: z.unknown(),
  });
}
