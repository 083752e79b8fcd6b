import { invalidParameter } from '../errors/invalid-request.ts';
import { listPage } from '../http/list.ts';
import type { Route } from '../http/route.ts';
import type { StripeEvent } from '../objects.ts';
import type { Params } from '../parameters/params.ts';
import { required } from '../store/required.ts';

const MAX_TYPES = 20;
/** Older events cannot be listed any more. */
const KEPT_SECONDS = 30 * 86_400;

export const eventRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/events',
    handle: ({ tables, nowSeconds }, { params, path }) => {
      const matches = eventFilter(params);
      const kept = tables.events.all().filter((event) => nowSeconds - event.created <= KEPT_SECONDS);
      return listPage(kept.filter(matches), { params, path });
    },
  },
  {
    method: 'GET',
    path: '/v1/events/:id',
    handle: ({ tables }, { id }) => required(tables.events, id, { noun: 'event' }),
  },
];

function eventFilter(params: Params): (event: StripeEvent) => boolean {
  const type = params.string('type');
  const types = params.strings('types');
  const delivered = params.boolean('delivery_success');
  if (types && types.length > MAX_TYPES)
    throw invalidParameter({ param: 'types', message: `You can pass up to ${MAX_TYPES} event types.` });
  return (event) =>
    (type === null || matchesType(type, event.type)) &&
    (types === null || types.includes(event.type)) &&
    (delivered === null || delivered === (event.pending_webhooks === 0));
}

function matchesType(wanted: string, type: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : wanted === type;
}
