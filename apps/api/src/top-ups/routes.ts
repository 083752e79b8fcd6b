import type { TopUp } from '@drawdown/ledger';
import { isFinalTopUpStatus } from '@drawdown/shared/codes';
import {
  cancelTopUpSchema,
  createTopUpSchema,
  pageQuerySchema,
  pageSchema,
  topUpSchema,
  topUpsQuerySchema,
} from '@drawdown/shared/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Answer } from '../http/answer.ts';
import { ok, REPLAYED_HEADER } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { pageJson } from '../http/page.ts';
import { notFound } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { cancelTopUp } from './cancel.ts';
import { requestTopUp } from './request.ts';
import { topUpJson } from './resource.ts';

const tag = 'Top-ups';
const walletParams = z.object({ walletId: idParam('wallet') });
const topUpParams = z.object({ topUpId: idParam('topUp') });

export function topUpRoutes(deps: Deps): Route[] {
  const { ledger, config } = deps;
  const toJson = (topUp: TopUp) => topUpJson(topUp, config);

  return [
    protectedRoute({
      method: 'post',
      path: '/v1/wallets/:walletId/top-ups',
      tag,
      summary: 'Add credit: charge a card, record money received, or grant promotional credit',
      access: { kind: 'scope', anyOf: ['top_ups:write', 'credit:grant'] },
      idempotent: true,
      params: walletParams,
      body: createTopUpSchema,
      responses: { 201: topUpSchema, 202: topUpSchema },
      problems: [
        'not_found',
        'idempotency_key_reused',
        'no_payment_method',
        'payer_buyer_required',
        'currency_mismatch',
        'amount_below_minimum',
        'amount_above_maximum',
        'funding_not_permitted',
      ],
      handler: async ({ caller, params: { walletId }, body, idempotencyKey, request }) => {
        const input = { caller, walletId, body, idempotencyKey, path: request.path };
        const { topUp, replayed } = await requestTopUp(deps, input);
        return topUpAnswer(topUp, toJson(topUp), replayed);
      },
    }),
    protectedRoute({
      method: 'get',
      path: '/v1/wallets/:walletId/top-ups',
      tag,
      summary: 'Top-ups of a wallet, newest first',
      access: { kind: 'scope', anyOf: ['wallets:read'] },
      params: walletParams,
      query: z.strictObject({ ...pageQuerySchema.shape, status: topUpsQuerySchema.shape.status }),
      responses: { 200: pageSchema(topUpSchema) },
      problems: ['not_found'],
      handler: async ({ caller: { accountId }, params: { walletId }, query: { status, ...page } }) => {
        if ((await ledger.wallets.get(accountId, walletId)) === null) throw notFound('wallet');
        return ok(pageJson(await ledger.topUps.list(accountId, { walletId, status }, page), toJson));
      },
    }),
    protectedRoute({
      method: 'get',
      path: '/v1/top-ups',
      tag,
      summary: 'Top-ups of the account, newest first',
      access: { kind: 'scope', anyOf: ['wallets:read'] },
      query: topUpsQuerySchema,
      responses: { 200: pageSchema(topUpSchema) },
      handler: async ({ caller, query: { limit, cursor, ...filter } }) =>
        ok(pageJson(await ledger.topUps.list(caller.accountId, filter, { limit, cursor }), toJson)),
    }),
    protectedRoute({
      method: 'get',
      path: '/v1/top-ups/:topUpId',
      tag,
      summary: 'One top-up with its attempts, timeline and workflow',
      access: { kind: 'scope', anyOf: ['wallets:read'] },
      params: topUpParams,
      responses: { 200: topUpSchema },
      problems: ['not_found'],
      handler: async ({ caller, params: { topUpId } }) => {
        const topUp = await ledger.topUps.get(caller.accountId, topUpId);
        if (topUp === null) throw notFound('top-up');
        return ok(topUpJson(topUp, config, await ledger.refunds.refundable(caller.accountId, topUpId)));
      },
    }),
    protectedRoute({
      method: 'post',
      path: '/v1/top-ups/:topUpId/cancel',
      tag,
      summary: 'Give a top-up up, as long as no money has come in',
      access: { kind: 'scope', anyOf: ['top_ups:write'] },
      params: topUpParams,
      body: cancelTopUpSchema.prefault({}),
      responses: { 200: topUpSchema },
      problems: ['not_found', 'state_conflict', 'unavailable'],
      handler: async ({ caller, params: { topUpId }, body, log }) =>
        ok(toJson(await cancelTopUp(deps, { caller, topUpId, reason: body.reason, log }))),
    }),
  ];
}

/** 201 once there is something to know, 202 while it goes on. */
function topUpAnswer({ status }: TopUp, body: unknown, replayed: boolean): Answer {
  const decided = isFinalTopUpStatus(status) || status === 'requires_action' || status === 'retrying';
  return {
    kind: 'json',
    status: decided ? 201 : 202,
    body,
    ...(replayed ? { headers: REPLAYED_HEADER } : {}),
  };
}
