import {
  buyerSchema,
  buyersQuerySchema,
  createBuyerSchema,
  pageSchema,
  updateBuyerSchema,
} from '@drawdown/shared/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { created, ok } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { pageJson } from '../http/page.ts';
import { notFound } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { billingInput } from './billing-input.ts';
import { buyerJson } from './resource.ts';
import { savedBuyer } from './save-result.ts';

const params = z.object({ buyerId: idParam('buyer') });

export function buyerRoutes({ ledger }: Deps): Route[] {
  return [
    protectedRoute({
      method: 'get',
      path: '/v1/buyers',
      tag: 'Buyers',
      summary: 'List buyers; `search` matches name, external id and email',
      access: { kind: 'scope', anyOf: ['buyers:read'] },
      query: buyersQuerySchema,
      responses: { 200: pageSchema(buyerSchema) },
      handler: async ({ caller, query: { limit, cursor, ...filter } }) =>
        ok(pageJson(await ledger.buyers.list(caller.accountId, filter, { limit, cursor }), buyerJson)),
    }),
    protectedRoute({
      method: 'post',
      path: '/v1/buyers',
      tag: 'Buyers',
      summary: 'Create a buyer, with a wallet of its own or on a shared one',
      access: { kind: 'scope', anyOf: ['buyers:write'] },
      body: createBuyerSchema,
      responses: { 201: buyerSchema },
      problems: ['external_id_taken', 'not_found', 'currency_mismatch'],
      handler: async ({ caller, body }) => {
        const input = { ...body, accountId: caller.accountId, billing: billingInput(body.billing) };
        const buyer = savedBuyer(await ledger.buyers.create(input, caller.actor));
        ledger.changes.publish(caller.accountId, { type: 'buyer.changed', buyerId: buyer.id });
        if (body.walletId !== undefined)
          ledger.changes.publish(caller.accountId, { type: 'wallet.changed', walletId: buyer.walletId });
        return created(buyerJson(buyer));
      },
    }),
    protectedRoute({
      method: 'get',
      path: '/v1/buyers/:buyerId',
      tag: 'Buyers',
      summary: 'One buyer',
      access: { kind: 'scope', anyOf: ['buyers:read'] },
      params,
      responses: { 200: buyerSchema },
      problems: ['not_found'],
      handler: async ({ caller, params: { buyerId } }) => {
        const buyer = await ledger.buyers.get(caller.accountId, buyerId);
        if (buyer === null) throw notFound('buyer');
        return ok(buyerJson(buyer));
      },
    }),
    protectedRoute({
      method: 'patch',
      path: '/v1/buyers/:buyerId',
      tag: 'Buyers',
      summary: 'Change a buyer; `billing` is merged',
      access: { kind: 'scope', anyOf: ['buyers:write'] },
      params,
      body: updateBuyerSchema,
      responses: { 200: buyerSchema },
      problems: ['not_found', 'external_id_taken', 'currency_mismatch', 'state_conflict'],
      handler: async ({ caller, params: { buyerId }, body }) => {
        const input = { ...body, accountId: caller.accountId, buyerId, billing: billingInput(body.billing) };
        const result = await ledger.buyers.update(input, caller.actor);
        if (result === null) throw notFound('buyer');
        ledger.changes.publish(caller.accountId, { type: 'buyer.changed', buyerId });
        return ok(buyerJson(savedBuyer(result)));
      },
    }),
  ];
}
