import type { WebhookEndpoint } from '@drawdown/ledger';
import type { WebhookSettingsResource } from '@drawdown/shared/http';
import {
  OUTGOING_WEBHOOK_TYPES,
  pageQuerySchema,
  pageSchema,
  saveWebhookSchema,
  webhookDeliverySchema,
  webhookSettingsSchema,
} from '@drawdown/shared/http';
import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import type { Deps } from '../deps.ts';
import { NO_CONTENT, ok } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { pageJson } from '../http/page.ts';
import { notFound } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { webhookDeliveryJson } from './resource.ts';

const path = '/v1/settings/webhook';
const writeAccess = { kind: 'scope', anyOf: ['settings:write'] } as const;

export function outgoingWebhookRoutes({ ledger }: Deps): Route[] {
  const { outgoingWebhooks } = ledger;
  return [
    protectedRoute({
      method: 'get',
      path,
      tag: 'Settings',
      summary: 'Where events are sent; the signing secret only for those who may write settings',
      access: { kind: 'scope', anyOf: ['settings:read'] },
      responses: { 200: webhookSettingsSchema },
      handler: async ({ caller }) =>
        ok(settingsJson(await outgoingWebhooks.endpoint(caller.accountId), caller)),
    }),
    protectedRoute({
      method: 'put',
      path,
      tag: 'Settings',
      summary: 'Where events are sent (Standard Webhooks); the first save makes the signing secret',
      access: writeAccess,
      body: saveWebhookSchema,
      responses: { 200: webhookSettingsSchema },
      handler: async ({ caller, body: { url, enabled, rollSecret } }) => {
        const input = { accountId: caller.accountId, url, enabled, rollSecret: rollSecret ?? false };
        const endpoint = await outgoingWebhooks.saveEndpoint(input, caller.actor);
        ledger.changes.publish(caller.accountId, { type: 'settings.changed' });
        return ok(settingsJson(endpoint, caller));
      },
    }),
    protectedRoute({
      method: 'get',
      path: '/v1/webhook-deliveries',
      tag: 'Notifications',
      summary: 'Events to the endpoint, newest first, each with how its last try went',
      access: { kind: 'scope', anyOf: ['notifications:read'] },
      query: pageQuerySchema,
      responses: { 200: pageSchema(webhookDeliverySchema) },
      handler: async ({ caller, query }) =>
        ok(pageJson(await outgoingWebhooks.list(caller.accountId, query), webhookDeliveryJson)),
    }),
    protectedRoute({
      method: 'post',
      path: '/v1/webhook-deliveries/:messageId/resend',
      tag: 'Notifications',
      summary: 'Send an event again under the same id, from the start of its tries',
      access: writeAccess,
      params: z.object({ messageId: idParam('webhookMessage') }),
      responses: { 204: null },
      problems: ['not_found'],
      handler: async ({ caller, params: { messageId } }) => {
        if (!(await outgoingWebhooks.resend(caller.accountId, messageId))) throw notFound('webhook delivery');
        ledger.changes.publish(caller.accountId, { type: 'webhooks.changed' });
        return NO_CONTENT;
      },
    }),
  ];
}

function settingsJson(endpoint: WebhookEndpoint | null, caller: Caller): WebhookSettingsResource {
  const types = [...OUTGOING_WEBHOOK_TYPES];
  if (endpoint === null) return { url: null, enabled: false, secret: null, types };
  const maySeeSecret = caller.scopes.includes('settings:write');
  const { url, enabled, secret } = endpoint;
  return { url, enabled, secret: maySeeSecret ? secret : null, types };
}
