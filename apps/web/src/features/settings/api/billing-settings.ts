import type { UpdateBillingSettingsRequest } from '@drawdown/shared/http';
import { billingSettingsSchema } from '@drawdown/shared/http';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../../http/request.ts';

export const billingSettingsQuery = queryOptions({
  queryKey: ['settings', 'billing'],
  queryFn: ({ signal }) => request('/v1/settings/billing', { schema: billingSettingsSchema, signal }),
});

/** What is left out stays as it is. */
export function saveBillingSettings(body: UpdateBillingSettingsRequest) {
  return request('/v1/settings/billing', { method: 'PUT', body, schema: billingSettingsSchema });
}
