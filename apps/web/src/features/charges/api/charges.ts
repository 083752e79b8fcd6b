import { chargeActionSchema, failingChargeSchema } from '@drawdown/shared/http';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { pageOf } from '../../../http/page.ts';
import { request } from '../../../http/request.ts';

const chargesPageSchema = pageOf(failingChargeSchema);

/** While something is being retried it is asked for again now and then, also when no change event arrives. */
const WATCH_EVERY_MS = 10_000;

export type ChargesFilter = { walletId?: string; buyerId?: string; incidentId?: string };

/** Charges that were declined and are still to be collected, oldest first. */
export function failingChargesQuery(filter: ChargesFilter, cursor?: string) {
  return queryOptions({
    queryKey: ['charges', 'list', filter, { cursor }],
    queryFn: ({ signal }) =>
      request('/v1/charges', { query: { ...filter, cursor, limit: 100 }, schema: chargesPageSchema, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.data.length ?? 0) > 0 ? WATCH_EVERY_MS : false),
  });
}

export function retryCharge(chargeId: string) {
  return act(chargeId, 'retry');
}

export function stopCharge(chargeId: string, note: string) {
  return act(chargeId, 'stop', { note });
}

export function markChargePaid(chargeId: string, { reference, note }: { reference: string; note: string }) {
  return act(chargeId, 'mark-paid', { reference, ...(note === '' ? {} : { note }) });
}

export function writeOffCharge(chargeId: string, note: string) {
  return act(chargeId, 'write-off', { note });
}

function act(chargeId: string, action: string, body?: unknown) {
  return request(`/v1/charges/${encodeURIComponent(chargeId)}/${action}`, {
    method: 'POST',
    body: body ?? {},
    schema: chargeActionSchema,
  });
}
