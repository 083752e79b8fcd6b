import { deliverySchema, leadReturnSchema, returnDeliverySchema } from '@drawdown/shared/http';
import { z } from 'zod';
import { oneDeliveryJson } from '../deliveries/receipts.ts';
import type { Deps } from '../deps.ts';
import { REPLAYED_HEADER } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { idempotencyOf } from '../http/idempotency.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { publishRefundChange } from '../refunds/request.ts';
import { returnProblem } from './problems.ts';
import { leadReturnJson } from './resource.ts';

export function returnRoutes(deps: Deps): Route[] {
  const { ledger } = deps;

  return [
    protectedRoute({
      method: 'post',
      path: '/v1/deliveries/:deliveryId/return',
      tag: 'Deliveries',
      summary: 'Give a delivered lead back: its price returns to whatever paid for it',
      access: { kind: 'scope', anyOf: ['deliveries:write'] },
      idempotent: true,
      params: z.object({ deliveryId: idParam('delivery') }),
      body: returnDeliverySchema,
      responses: { 200: z.object({ delivery: deliverySchema, return: leadReturnSchema }) },
      problems: ['not_found', 'idempotency_key_reused', 'state_conflict', 'return_window_over'],
      handler: async ({ caller, params: { deliveryId }, body, idempotencyKey, request }) => {
        const { accountId, actor } = caller;
        const { reason: code, note } = body;
        const idempotency = idempotencyOf(idempotencyKey, request.path, body);
        const input = { accountId, deliveryId, code, note, idempotency };
        const result = await ledger.returns.return(input, actor);
        if (result.outcome !== 'returned') throw returnProblem(result);
        const { delivery, lead, refund, replayed } = result;
        if (!replayed) {
          const { walletId, buyerId } = delivery;
          ledger.changes.publish(accountId, { type: 'wallet.changed', walletId });
          ledger.changes.publish(accountId, { type: 'delivery.changed', deliveryId, buyerId });
          ledger.changes.publish(accountId, { type: 'buyer.changed', buyerId });
          if (refund !== null) publishRefundChange(ledger, refund);
        }
        return {
          kind: 'json',
          status: 200,
          body: { delivery: await oneDeliveryJson(deps, delivery), return: leadReturnJson(lead) },
          ...(replayed ? { headers: REPLAYED_HEADER } : {}),
        };
      },
    }),
  ];
}
