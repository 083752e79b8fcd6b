import type { Dispute } from '@drawdown/ledger';
import { DISPUTE_STATUSES, type DisputeStatus } from '@drawdown/shared/codes';
import { type DisputesQuery, disputeSchema, disputesQuerySchema, pageSchema } from '@drawdown/shared/http';
import { z } from 'zod';
import { sendCsv } from '../csv/send.ts';
import type { Deps } from '../deps.ts';
import { ok } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { pageJson } from '../http/page.ts';
import { notFound } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { evidenceCsv } from './evidence-csv.ts';
import { disputeJson } from './resource.ts';

const tag = 'Disputes';
const path = '/v1/disputes/:disputeId';
const params = z.object({ disputeId: idParam('dispute') });
const access = { kind: 'scope', anyOf: ['charges:read'] } as const;

export function disputeRoutes({ ledger, config, payments }: Deps): Route[] {
  const toJson = (dispute: Dispute) => disputeJson(dispute, { ...config, stripeMode: payments.mode });

  return [
    protectedRoute({
      method: 'get',
      path: '/v1/disputes',
      tag,
      summary: 'Payments that their payer disputes with the bank, newest first',
      access,
      query: disputesQuerySchema,
      responses: { 200: pageSchema(disputeSchema) },
      handler: async ({ caller, query: { limit, cursor, status, ...filter } }) => {
        const wanted = { ...filter, statuses: statusesOf(status) };
        return ok(pageJson(await ledger.disputes.list(caller.accountId, wanted, { limit, cursor }), toJson));
      },
    }),
    protectedRoute({
      method: 'get',
      path,
      tag,
      summary: 'One dispute: what it took from whom, what it waits for, the verdict',
      access,
      params,
      responses: { 200: disputeSchema },
      problems: ['not_found'],
      handler: async ({ caller, params: { disputeId } }) => {
        const dispute = await ledger.disputes.get(caller.accountId, disputeId);
        if (dispute === null) throw notFound('dispute');
        return ok(toJson(dispute));
      },
    }),
    protectedRoute({
      method: 'get',
      path: `${path}/evidence.csv`,
      tag,
      summary: 'The leads that the disputed payment paid for, as CSV, streamed',
      access: { kind: 'scope', anyOf: ['deliveries:read'] },
      params,
      contentType: 'text/csv',
      responses: { 200: z.string() },
      problems: ['not_found'],
      handler: async ({ caller, params: { disputeId }, response }) => {
        const evidence = await ledger.disputes.evidence(caller.accountId, disputeId);
        if (evidence === null) throw notFound('dispute');
        return sendCsv(response, `evidence-${evidence.dispute.stripeDisputeId}.csv`, evidenceCsv(evidence));
      },
    }),
  ];
}

function statusesOf(status: DisputesQuery['status']): readonly DisputeStatus[] | undefined {
  switch (status) {
    case undefined:
      return undefined;
    case 'open':
      return DISPUTE_STATUSES.filter((known) => !isClosed(known));
    case 'closed':
      return DISPUTE_STATUSES.filter(isClosed);
    default:
      return [status];
  }
}

function isClosed(status: DisputeStatus): boolean {
  return status === 'won' || status === 'lost' || status === 'inquiry_closed';
}
