import type { FailingCharge } from '@drawdown/ledger';
import {
  chargeActionSchema,
  chargesQuerySchema,
  closeChargeSchema,
  failingChargeSchema,
  markChargePaidSchema,
  pageSchema,
  retryChargeSchema,
} from '@drawdown/shared/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ok } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { pageJson } from '../http/page.ts';
import { notFound } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { closeCharge, retryNow } from './act.ts';
import { failingChargeJson } from './resource.ts';

const tag = 'Charges';
const path = '/v1/charges/:chargeId';
const params = z.object({ chargeId: idParam('charge') });
const readAccess = { kind: 'scope', anyOf: ['charges:read'] } as const;

/** What the routes that act on a failing charge have in common. */
const acting = {
  method: 'post',
  tag,
  access: { kind: 'scope', anyOf: ['charges:write'] },
  params,
  responses: { 200: chargeActionSchema },
  problems: ['not_found', 'charge_not_failing', 'state_conflict', 'unavailable'],
} as const;

export function chargeRoutes(deps: Deps): Route[] {
  const { ledger, config } = deps;
  const toJson = (failing: FailingCharge) => failingChargeJson(failing, config);

  return [
    protectedRoute({
      method: 'get',
      path: '/v1/charges',
      tag,
      summary: 'Failing charges: declined and still to be collected, oldest first',
      access: readAccess,
      query: chargesQuerySchema,
      responses: { 200: pageSchema(failingChargeSchema) },
      handler: async ({ caller, query: { limit, cursor, ...filter } }) =>
        ok(pageJson(await ledger.collections.list(caller.accountId, filter, { limit, cursor }), toJson)),
    }),
    protectedRoute({
      method: 'get',
      path,
      tag,
      summary: 'One failing charge; 404 once it is not failing any more',
      access: readAccess,
      params,
      responses: { 200: failingChargeSchema },
      problems: ['not_found'],
      handler: async ({ caller, params: { chargeId } }) => {
        const failing = await ledger.collections.get(caller.accountId, chargeId);
        if (failing === null) throw notFound('failing charge');
        return ok(toJson(failing));
      },
    }),
    protectedRoute({
      ...acting,
      path: `${path}/retry`,
      summary: "Try it at once, with the payer's present card; answers how that went",
      body: retryChargeSchema.prefault({}),
      handler: async ({ caller, params: { chargeId }, body, log }) =>
        ok(await retryNow(deps, { caller, chargeId, note: body.note, log })),
    }),
    protectedRoute({
      ...acting,
      path: `${path}/stop`,
      summary: 'Try it no more; its top-up is canceled',
      body: closeChargeSchema,
      handler: async ({ caller, params: { chargeId }, body, log }) =>
        ok(await closeCharge(deps, { caller, chargeId, closing: 'stop', ...body, log })),
    }),
    protectedRoute({
      ...acting,
      path: `${path}/mark-paid`,
      summary: 'It was paid outside: credited as money received, and tried no more',
      body: markChargePaidSchema,
      handler: async ({ caller, params: { chargeId }, body, log }) =>
        ok(await closeCharge(deps, { caller, chargeId, closing: 'mark_paid', ...body, log })),
    }),
    protectedRoute({
      ...acting,
      path: `${path}/write-off`,
      summary: 'Give it up: nothing is credited, and it pauses nobody any more',
      body: closeChargeSchema,
      handler: async ({ caller, params: { chargeId }, body, log }) =>
        ok(await closeCharge(deps, { caller, chargeId, closing: 'write_off', ...body, log })),
    }),
  ];
}
