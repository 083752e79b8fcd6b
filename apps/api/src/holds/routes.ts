import {
  captureHoldSchema,
  deliverySchema,
  holdRefusalProblemSchema,
  holdSchema,
  holdsQuerySchema,
  pageSchema,
  placeHoldSchema,
} from '@drawdown/shared/http';
import { z } from 'zod';
import { createRefusedBuyers } from '../deliveries/refused-buyers.ts';
import type { Deps } from '../deps.ts';
import { ok } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { pageJson } from '../http/page.ts';
import { notFound } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { captureHold, releaseHold } from './end.ts';
import { placeHold } from './place.ts';
import { holdJson } from './resource.ts';

const tag = 'Holds';
const params = z.object({ holdId: idParam('hold') });

export function holdRoutes({ ledger, metrics, config }: Deps): Route[] {
  const deps = { ledger, metrics, config, refusedBuyers: createRefusedBuyers(ledger.buyers) };

  return [
    protectedRoute({
      method: 'post',
      path: '/v1/holds',
      tag,
      summary: 'Reserve money for a lead that is being auctioned; decided as a delivery is',
      access: { kind: 'scope', anyOf: ['deliveries:write'] },
      idempotent: true,
      body: placeHoldSchema,
      responses: { 201: holdSchema },
      refusal: holdRefusalProblemSchema,
      problems: [
        'insufficient_funds',
        'credit_limit_reached',
        'spending_cap_reached',
        'delivery_paused',
        'currency_mismatch',
        'mechanism_not_available',
        'not_found',
      ],
      handler: ({ caller: { accountId }, body, idempotencyKey }) =>
        placeHold(deps, { accountId, body, idempotencyKey }),
    }),
    protectedRoute({
      method: 'get',
      path: '/v1/holds',
      tag,
      summary: 'Holds, newest first; those with the status `open` reserve money now',
      access: { kind: 'scope', anyOf: ['deliveries:read'] },
      query: holdsQuerySchema,
      responses: { 200: pageSchema(holdSchema) },
      handler: async ({ caller, query: { limit, cursor, ...filter } }) =>
        ok(pageJson(await ledger.holds.list(caller.accountId, filter, { limit, cursor }), holdJson)),
    }),
    protectedRoute({
      method: 'get',
      path: '/v1/holds/:holdId',
      tag,
      summary: 'One hold as it stands',
      access: { kind: 'scope', anyOf: ['deliveries:read'] },
      params,
      responses: { 200: holdSchema },
      problems: ['not_found'],
      handler: async ({ caller, params: { holdId } }) => {
        const hold = await ledger.holds.get(caller.accountId, holdId);
        if (hold === null) throw notFound('hold');
        return ok(holdJson(hold));
      },
    }),
    protectedRoute({
      method: 'post',
      path: '/v1/holds/:holdId/capture',
      tag,
      summary: 'Deliver the lead for what is held, or less; it never fails for lack of money',
      access: { kind: 'scope', anyOf: ['deliveries:write'] },
      idempotent: true,
      params,
      body: captureHoldSchema,
      responses: { 201: deliverySchema },
      problems: [
        'not_found',
        'state_conflict',
        'lead_price_conflict',
        'currency_mismatch',
        'amount_above_maximum',
      ],
      handler: ({ caller: { accountId }, params: { holdId }, body, idempotencyKey }) =>
        captureHold(deps, { accountId, holdId }, { body, idempotencyKey }),
    }),
    protectedRoute({
      method: 'post',
      path: '/v1/holds/:holdId/release',
      tag,
      summary: 'Free what is held; a hold that was released before is answered again',
      access: { kind: 'scope', anyOf: ['deliveries:write'] },
      params,
      responses: { 200: holdSchema },
      problems: ['not_found', 'state_conflict'],
      handler: ({ caller: { accountId }, params: { holdId } }) => releaseHold(deps, { accountId, holdId }),
    }),
  ];
}
