import { changeSchema } from '@drawdown/shared/http';
import type { Deps } from '../deps.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { detachSession } from '../session/sessions.ts';

export function eventRoutes({ events }: Deps): Route[] {
  return [
    protectedRoute({
      method: 'get',
      path: '/v1/events',
      tag: 'Events',
      summary: 'Server-sent events named `change`: what to fetch again',
      access: { kind: 'scope', anyOf: ['wallets:read'] },
      contentType: 'text/event-stream',
      responses: { 200: changeSchema },
      handler: async ({ caller, request, response }) => {
        detachSession(request);
        await events.connect(request, response, caller.accountId);
        return { kind: 'streaming' };
      },
    }),
  ];
}
