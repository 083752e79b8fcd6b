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
import { notFound } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { deliverMany, deliverOne } from './deliver.ts';
import { leadInput } from './lead-input.ts';
import { deliveriesJson, oneDeliveryJson } from './receipts.ts';
import { createRefusedBuyers } from './refused-buyers.ts';

const tag = 'Deliveries';

/** How long a caller waits for a card that is being charged, where it does not say. */
const WAIT_MS = 5_000;

export function deliveryRoutes(all: Deps): Route[] {
  const { ledger } = all;
  const deps = { ...all, refusedBuyers: createRefusedBuyers(ledger.buyers) };

  return [
    protectedRoute({
      method: 'post',
      path: '/v1/deliveries',
      tag,
      summary: 'May this lead be delivered, and who pays? Decides and pays in one step',
      access: { kind: 'scope', anyOf: ['deliveries:write'] },
      idempotent: true,
      body: createDeliverySchema,
      responses: { 201: deliverySchema, 202: deliverySchema },
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
        'no_payment_method',
        'mechanism_not_available',
        'not_found',
        'overloaded',
      ],
      handler: ({ caller, body, idempotencyKey }) =>
        deliverOne(deps, {
          input: leadInput(caller.accountId, body, idempotencyKey),
          waitMs: body.waitMs ?? WAIT_MS,
        }),
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
        const keyOf = (index: number) => (idempotencyKey === null ? null : `${idempotencyKey}:${index}`);
        const leads = body.deliveries.map((item, index) => ({
          input: leadInput(caller.accountId, item, keyOf(index)),
          waitMs: item.waitMs ?? WAIT_MS,
        }));
        return ok({ results: await deliverMany(deps, leads) });
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
      handler: async ({ caller, query: { limit, cursor, ...filter } }) => {
        const page = await ledger.deliveries.list(caller.accountId, filter, { limit, cursor });
        return ok({ data: await deliveriesJson(deps, page.items), nextCursor: page.nextCursor });
      },
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
        return ok(await oneDeliveryJson(deps, delivery));
      },
    }),
  ];
}
