import type { Refund } from '@drawdown/ledger';
import {
  correctTopUpSchema,
  createRefundSchema,
  pageSchema,
  refundSchema,
  refundsQuerySchema,
  topUpSchema,
} from '@drawdown/shared/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ok, REPLAYED_HEADER } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { pageJson } from '../http/page.ts';
import { notFound } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { publishTopUpChange } from '../top-ups/request.ts';
import { topUpJson } from '../top-ups/resource.ts';
import { correctionProblem } from './problems.ts';
import { requestRefund } from './request.ts';
import { refundJson } from './resource.ts';

const tag = 'Refunds';
const topUpParams = z.object({ topUpId: idParam('topUp') });

export function refundRoutes(deps: Deps): Route[] {
  const { ledger, config } = deps;
  const toJson = (refund: Refund) => refundJson(refund, config);

  return [
    protectedRoute({
      method: 'post',
      path: '/v1/top-ups/:topUpId/refunds',
      tag,
      summary: 'Refund a top-up to the card that paid, in full or in part; 202 while Stripe takes its time',
      access: { kind: 'scope', anyOf: ['refunds:write'] },
      idempotent: true,
      params: topUpParams,
      body: createRefundSchema,
      responses: { 201: refundSchema, 202: refundSchema },
      problems: [
        'not_found',
        'idempotency_key_reused',
        'state_conflict',
        'currency_mismatch',
        'funding_not_refundable',
        'refund_limit_exceeded',
      ],
      handler: async ({ caller, params: { topUpId }, body, idempotencyKey, request }) => {
        const input = { caller, topUpId, body, idempotencyKey, path: request.path };
        const { refund, replayed } = await requestRefund(deps, input);
        return {
          kind: 'json',
          status: refund.status === 'pending' ? 202 : 201,
          body: toJson(refund),
          ...(replayed ? { headers: REPLAYED_HEADER } : {}),
        };
      },
    }),
    protectedRoute({
      method: 'post',
      path: '/v1/top-ups/:topUpId/correct',
      tag,
      summary: 'Take back what is left of a mistyped external or promotional credit, once',
      access: { kind: 'scope', anyOf: ['credit:grant'] },
      params: topUpParams,
      body: correctTopUpSchema,
      responses: { 200: topUpSchema },
      problems: ['not_found', 'state_conflict'],
      handler: async ({ caller: { accountId, actor }, params: { topUpId }, body: { reason } }) => {
        const result = await ledger.refunds.correct({ accountId, topUpId, reason }, actor);
        if (result.outcome !== 'corrected') throw correctionProblem(result);
        publishTopUpChange(ledger, result.topUp);
        return {
          kind: 'json',
          status: 200,
          body: topUpJson(result.topUp, config),
          ...(result.replayed ? { headers: REPLAYED_HEADER } : {}),
        };
      },
    }),
    protectedRoute({
      method: 'get',
      path: '/v1/refunds',
      tag,
      summary: 'Refunds of the account, newest first',
      access: { kind: 'scope', anyOf: ['wallets:read'] },
      query: refundsQuerySchema,
      responses: { 200: pageSchema(refundSchema) },
      handler: async ({ caller, query: { limit, cursor, ...filter } }) =>
        ok(pageJson(await ledger.refunds.list(caller.accountId, filter, { limit, cursor }), toJson)),
    }),
    protectedRoute({
      method: 'get',
      path: '/v1/refunds/:refundId',
      tag,
      summary: 'One refund with its workflow',
      access: { kind: 'scope', anyOf: ['wallets:read'] },
      params: z.object({ refundId: idParam('refund') }),
      responses: { 200: refundSchema },
      problems: ['not_found'],
      handler: async ({ caller, params: { refundId } }) => {
        const refund = await ledger.refunds.get(caller.accountId, refundId);
        if (refund === null) throw notFound('refund');
        return ok(toJson(refund));
      },
    }),
  ];
}
