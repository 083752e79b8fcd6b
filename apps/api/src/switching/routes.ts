import {
  switchBuyerSchema,
  switchedSchema,
  switchPreviewSchema,
  switchQuerySchema,
} from '@drawdown/shared/http';
import { z } from 'zod';
import { billingInput } from '../buyers/billing-input.ts';
import type { Deps } from '../deps.ts';
import { ok } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { notFound } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { notAllowed, outdated, wrongOrder } from './problems.ts';
import { switchedJson, switchPreviewJson } from './resource.ts';

const params = z.object({ buyerId: idParam('buyer') });

export function switchingRoutes({ ledger }: Deps): Route[] {
  return [
    protectedRoute({
      method: 'get',
      path: '/v1/buyers/:buyerId/switch',
      tag: 'Buyers',
      summary: 'What is open at a buyer, and what another mechanism, wallet or currency would do with it',
      access: { kind: 'scope', anyOf: ['buyers:read'] },
      params,
      query: switchQuerySchema,
      responses: { 200: switchPreviewSchema },
      problems: ['not_found', 'validation_failed', 'currency_mismatch'],
      handler: async ({ caller: { accountId }, params: { buyerId }, query }) => {
        const preview = await ledger.switching.preview({ ...query, accountId, buyerId });
        if (preview === null) throw notFound('buyer');
        if ('outcome' in preview) throw wrongOrder(preview);
        return ok(switchPreviewJson(preview));
      },
    }),
    protectedRoute({
      method: 'post',
      path: '/v1/buyers/:buyerId/switch',
      tag: 'Buyers',
      summary: 'Change the mechanism, the wallet or the currency, as its preview was confirmed',
      access: { kind: 'scope', anyOf: ['buyers:write'] },
      params,
      body: switchBuyerSchema,
      responses: { 200: switchedSchema },
      problems: ['not_found', 'validation_failed', 'currency_mismatch', 'state_conflict'],
      handler: async ({ caller: { accountId, actor }, params: { buyerId }, body }) => {
        const order = { ...body, accountId, buyerId, billing: billingInput(body.billing) };
        const result = await ledger.switching.confirm(order, actor);
        if (result === null) throw notFound('buyer');
        switch (result.outcome) {
          case 'not_allowed':
            throw notAllowed(result.preview);
          case 'outdated':
            throw outdated(result.preview);
          case 'wallet_not_found':
          case 'wallet_not_shared':
          case 'currency_mismatch':
            throw wrongOrder(result);
          case 'switched': {
            ledger.changes.publish(accountId, { type: 'buyer.changed', buyerId });
            for (const walletId of result.walletIds)
              ledger.changes.publish(accountId, { type: 'wallet.changed', walletId });
            return ok(switchedJson(result));
          }
        }
      },
    }),
  ];
}
