import { API_VERSION } from '../http/answer.ts';
import { newId } from '../identifiers.ts';
import type { EventType, StripeEvent, WebhookEndpoint } from '../objects.ts';
import type { Scope } from '../scope.ts';

type Occurrence = { type: EventType; object: object; previous?: object };

/** Records an event and one delivery per interested endpoint; they are sent once the transaction is written. */
export function emit(scope: Scope, { type, object, previous }: Occurrence): StripeEvent {
  const { tables, nowSeconds } = scope;
  const endpoints = tables.webhookEndpoints.all().filter((endpoint) => listensTo(endpoint, type));
  const event = tables.events.put({
    id: newId('evt'),
    object: 'event',
    api_version: API_VERSION,
    created: nowSeconds,
    livemode: false,
    pending_webhooks: endpoints.length,
    type,
    request: { id: scope.requestId, idempotency_key: scope.idempotencyKey },
    data: { object, ...(previous ? { previous_attributes: previous } : {}) },
  });
  deliver(scope, event, endpoints);
  return event;
}

/** Sends an event again, as it was, to every endpoint that wants such events: a duplicate for those that had it. */
export function resend(scope: Scope, event: StripeEvent): StripeEvent {
  const endpoints = scope.tables.webhookEndpoints.all().filter((one) => listensTo(one, event.type));
  deliver(scope, event, endpoints);
  return scope.tables.events.update(event.id, { pending_webhooks: endpoints.length });
}

function deliver(scope: Scope, event: StripeEvent, endpoints: readonly WebhookEndpoint[]): void {
  for (const endpoint of endpoints) {
    const id = `${event.id}:${endpoint.id}`;
    const createdSeconds = scope.nowSeconds;
    scope.tables.deliveries.put({ id, event: event.id, endpoint: endpoint.id, createdSeconds });
  }
}

function listensTo(endpoint: WebhookEndpoint, type: string): boolean {
  const wanted = endpoint.enabled_events;
  return endpoint.status === 'enabled' && (wanted.includes('*') || wanted.includes(type));
}
