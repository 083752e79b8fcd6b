import { randomBytes } from 'node:crypto';
import { listPage } from '../http/list.ts';
import type { Route } from '../http/route.ts';
import { newId } from '../identifiers.ts';
import type { WebhookEndpoint } from '../objects.ts';
import { mergedMetadata } from '../parameters/metadata.ts';
import type { Params } from '../parameters/params.ts';
import type { Scope } from '../scope.ts';
import { required } from '../store/required.ts';

export const webhookEndpointRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/webhook_endpoints',
    // As with Stripe, this answer is the only one that shows the secret.
    handle: (scope, { params }) => scope.tables.webhookEndpoints.put(newEndpoint(scope, params)),
  },
  {
    method: 'GET',
    path: '/v1/webhook_endpoints',
    handle: ({ tables }, { params, path }) =>
      listPage(tables.webhookEndpoints.all().map(withoutSecret), { params, path }),
  },
  {
    method: 'GET',
    path: '/v1/webhook_endpoints/:id',
    handle: (scope, { id }) => withoutSecret(requiredEndpoint(scope, id)),
  },
  {
    method: 'POST',
    path: '/v1/webhook_endpoints/:id',
    handle: (scope, { id, params }) => {
      const endpoint = requiredEndpoint(scope, id);
      const disabled = params.boolean('disabled');
      const updated = scope.tables.webhookEndpoints.update(id, {
        metadata: mergedMetadata(params, endpoint.metadata),
        ...(params.has('url') ? { url: requiredUrl(params) } : {}),
        ...(params.has('enabled_events')
          ? { enabled_events: params.strings('enabled_events') ?? ['*'] }
          : {}),
        ...(params.has('description') ? { description: params.string('description') } : {}),
        ...(disabled === null ? {} : { status: disabled ? 'disabled' : 'enabled' }),
      });
      return withoutSecret(updated);
    },
  },
  {
    method: 'DELETE',
    path: '/v1/webhook_endpoints/:id',
    handle: (scope, { id }) => {
      requiredEndpoint(scope, id);
      scope.tables.webhookEndpoints.delete(id);
      return { id, object: 'webhook_endpoint', deleted: true };
    },
  },
];

function newEndpoint(scope: Scope, params: Params): WebhookEndpoint {
  return {
    id: newId('we'),
    object: 'webhook_endpoint',
    api_version: params.string('api_version'),
    application: null,
    created: scope.nowSeconds,
    description: params.string('description'),
    enabled_events: params.strings('enabled_events') ?? ['*'],
    livemode: false,
    metadata: mergedMetadata(params),
    secret: `whsec_${randomBytes(16).toString('hex')}`,
    status: 'enabled',
    url: requiredUrl(params),
  };
}

function requiredUrl(params: Params): string {
  const url = params.requiredString('url');
  const isHttp = URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
  if (!isHttp)
    throw params.invalid('url', 'Invalid URL: it must start with http:// or https://.', 'url_invalid');
  return url;
}

function requiredEndpoint(scope: Scope, id: string): WebhookEndpoint {
  return required(scope.tables.webhookEndpoints, id, { noun: 'webhook endpoint' });
}

function withoutSecret({ secret: _secret, ...shown }: WebhookEndpoint): WebhookEndpoint {
  return shown;
}
