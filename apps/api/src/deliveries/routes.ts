import {
  createDeliveryBatchSchema,
  createDeliverySchema,
  deliveriesQuerySchema,
  deliveryBatchSchema,
  deliverySchema,
  pageSchema,
} from '@drawdown/shared/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ok } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { pageJson } from '../http/page.ts';
import { notFound } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { deliverMany, deliverOne } from './deliver.ts';
import { leadInput } from './lead-input.ts';
import { createRefusedBuyers } from './refused-buyers.ts';
import { deliveryJson } from './resource.ts';

const tag = 'Deliveries';

export function deliveryRoutes({ ledger, metrics }: Deps): Route[] {
  const deps = { ledger, metrics, refusedBuyers: createRefusedBuyers(ledger.buyers) };

  return [
    protectedRoute({
      method: 'post',
      path: '/v1/deliveries',
      tag,
      summary: 'May this lead be delivered, and who pays? Decides and pays in one step',
      access: { kind: 'scope', anyOf: ['deliveries:write'] },
      idempotent: true,
      body: createDeliverySchema,
      responses: { 201: deliverySchema },
      problems: [
        'insufficient_funds',
        'credit_limit_reached',
        'spending_cap_reached',
        'card_declined',
        'delivery_paused',
        'lead_price_conflict',
        'idempotency_key_reused',
        'currency_mismatch',
        'price_below_card_minimum',
        'mechanism_not_available',
        'not_found',
        'overloaded',
      ],
      handler: ({ caller, body, idempotencyKey }) =>
        deliverOne(deps, leadInput(caller.accountId, body, idempotencyKey)),
    }),
    protectedRoute({
      method: 'post',
      path: '/v1/deliveries/batch',
      tag,
      summary: 'Up to 500 leads; results in order, each under the key `<Idempotency-Key>:<index>`',
      access: { kind: 'scope', anyOf: ['deliveries:write'] },
      idempotent: true,
      bodySize: 'batch',
      body: createDeliveryBatchSchema,
      responses: { 200: deliveryBatchSchema },
      handler: async ({ caller, body, idempotencyKey }) => {
        const inputs = body.deliveries.map((item, index) =>
          leadInput(caller.accountId, item, idempotencyKey === null ? null : `${idempotencyKey}:${index}`),
        );
        return ok({ results: await deliverMany(deps, inputs) });
      },
    }),
    protectedRoute({
      method: 'get',
      path: '/v1/deliveries',
      tag,
      summary: 'Delivered and refused leads, newest first',
      access: { kind: 'scope', anyOf: ['deliveries:read'] },
      query: deliveriesQuerySchema,
      responses: { 200: pageSchema(deliverySchema) },
      handler: async ({ caller, query: { limit, cursor, ...filter } }) =>
        ok(pageJson(await ledger.deliveries.list(caller.accountId, filter, { limit, cursor }), deliveryJson)),
    }),
    protectedRoute({
      method: 'get',
      path: '/v1/deliveries/:deliveryId',
      tag,
      summary: 'One delivery: its receipt, or why it was refused',
      access: { kind: 'scope', anyOf: ['deliveries:read'] },
      params: z.object({ deliveryId: idParam('delivery') }),
      responses: { 200: deliverySchema },
      problems: ['not_found'],
      handler: async ({ caller, params: { deliveryId } }) => {
        const delivery = await ledger.deliveries.get(caller.accountId, deliveryId);
        if (delivery === null) throw notFound('delivery');
        return ok(deliveryJson(delivery));
      },
    }),
  ];
}
