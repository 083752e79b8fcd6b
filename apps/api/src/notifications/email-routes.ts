import { emailSchema, emailSummarySchema, pageQuerySchema, pageSchema } from '@drawdown/shared/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ok } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { pageJson } from '../http/page.ts';
import { notFound } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { emailJson, emailSummaryJson } from './resource.ts';

const access = { kind: 'scope', anyOf: ['notifications:read'] } as const;

export function emailRoutes({ ledger }: Deps): Route[] {
  return [
    protectedRoute({
      method: 'get',
      path: '/v1/emails',
      tag: 'Notifications',
      summary: 'Mail that was sent, captured or waits, newest first',
      access,
      query: pageQuerySchema,
      responses: { 200: pageSchema(emailSummarySchema) },
      handler: async ({ caller, query }) =>
        ok(pageJson(await ledger.emails.list(caller.accountId, query), emailSummaryJson)),
    }),
    protectedRoute({
      method: 'get',
      path: '/v1/emails/:emailId',
      tag: 'Notifications',
      summary: 'One mail as its reader saw it',
      access,
      params: z.object({ emailId: idParam('email') }),
      responses: { 200: emailSchema },
      problems: ['not_found'],
      handler: async ({ caller, params: { emailId } }) => {
        const email = await ledger.emails.get(caller.accountId, emailId);
        if (email === null) throw notFound('mail');
        return ok(emailJson(email));
      },
    }),
  ];
}
