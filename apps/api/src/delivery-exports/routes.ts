import { deliveryExportQuerySchema } from '@drawdown/shared/http';
import { z } from 'zod';
import { sendCsv } from '../csv/send.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { periodOf } from '../statements/period.ts';
import { deliveriesCsv } from './csv.ts';

export function deliveryExportRoutes({ ledger }: Deps): Route[] {
  return [
    protectedRoute({
      method: 'get',
      path: '/v1/deliveries/export.csv',
      tag: 'Deliveries',
      summary:
        "A day's or a month's deliveries and refusals as CSV, streamed; as they stand when they are read",
      access: { kind: 'scope', anyOf: ['deliveries:read'] },
      query: deliveryExportQuerySchema,
      contentType: 'text/csv',
      responses: { 200: z.string() },
      problems: ['not_found'],
      handler: async ({ caller: { accountId }, query, response }) => {
        const { buyerId } = query;
        if (buyerId !== undefined && (await ledger.buyers.get(accountId, buyerId)) === null)
          throw notFound('buyer');
        const { createdAt, timeZone } = await ledger.accounts.get(accountId);
        const { from, to } = periodOf(query, { from: createdAt, to: new Date(), timeZone });
        const deliveries = ledger.deliveryExports.deliveries({ accountId, from, to, buyerId });
        const name = `deliveries-${day(from)}-${day(new Date(Math.max(from.getTime(), to.getTime() - 1)))}.csv`;
        return sendCsv(response, name, deliveriesCsv(deliveries));
      },
    }),
  ];
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}
