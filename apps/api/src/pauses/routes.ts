import type { Buyer } from '@drawdown/ledger';
import type { PauseResource } from '@drawdown/shared/http';
import { pauseNoteSchema, pauseSchema, pauseTimingSchema } from '@drawdown/shared/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ok } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { notFound, ProblemError } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { pauseJson } from './resource.ts';

const params = z.object({ buyerId: idParam('buyer') });

/** What the three routes that change a pause have in common. */
const changing = {
  method: 'post',
  tag: 'Pauses',
  access: { kind: 'scope', anyOf: ['buyers:write'] },
  params,
  responses: { 200: pauseSchema },
} as const;

export function pauseRoutes({ ledger, config }: Deps): Route[] {
  const readPause = async (buyer: Buyer): Promise<PauseResource> => {
    const [facts, settings] = await Promise.all([
      ledger.pauses.facts(buyer.id),
      ledger.accounts.settings(buyer.accountId),
    ]);
    if (facts === null) throw notFound('buyer');
    const { defaultExposureLimit } = settings;
    const inherited = defaultExposureLimit.currency === buyer.currency ? defaultExposureLimit : null;
    return pauseJson({ buyer, facts, exposureLimit: buyer.billing.exposureLimit ?? inherited }, config);
  };

  const pauseOf = async (accountId: string, buyerId: string): Promise<PauseResource> => {
    const buyer = await ledger.buyers.get(accountId, buyerId);
    if (buyer === null) throw notFound('buyer');
    return readPause(buyer);
  };

  const changed = async (accountId: string, buyerId: string) => {
    ledger.changes.publish(accountId, { type: 'buyer.changed', buyerId });
    return ok(await pauseOf(accountId, buyerId));
  };

  return [
    protectedRoute({
      method: 'get',
      path: '/v1/buyers/:buyerId/pause',
      tag: 'Pauses',
      summary: 'Why the buyer receives no leads, since when, what that cost, and what ends it',
      access: { kind: 'scope', anyOf: ['buyers:read'] },
      params,
      responses: { 200: pauseSchema },
      problems: ['not_found'],
      handler: async ({ caller, params: { buyerId } }) => ok(await pauseOf(caller.accountId, buyerId)),
    }),
    protectedRoute({
      ...changing,
      path: '/v1/buyers/:buyerId/pause',
      summary: 'Pause delivery by hand: no lead is delivered from the moment this answers',
      body: pauseNoteSchema,
      problems: ['not_found'],
      handler: async ({ caller: { accountId, actor }, params: { buyerId }, body: { note } }) => {
        const { outcome } = await ledger.pauses.pauseByHand({ accountId, buyerId, note }, actor);
        if (outcome === 'buyer_not_found') throw notFound('buyer');
        return changed(accountId, buyerId);
      },
    }),
    protectedRoute({
      ...changing,
      path: '/v1/buyers/:buyerId/resume',
      summary: 'Lift every open reason by hand; a failing charge goes on being collected',
      body: pauseNoteSchema,
      problems: ['not_found', 'state_conflict'],
      handler: async ({ caller: { accountId, actor }, params: { buyerId }, body: { note } }) => {
        const { outcome } = await ledger.pauses.resume({ accountId, buyerId, note }, actor);
        switch (outcome) {
          case 'buyer_not_found':
            throw notFound('buyer');
          case 'not_paused':
            throw new ProblemError('state_conflict', 'Delivery to this buyer is not paused.');
          case 'resumed':
            return changed(accountId, buyerId);
        }
      },
    }),
    protectedRoute({
      ...changing,
      path: '/v1/buyers/:buyerId/pause-timing',
      summary: 'Keep delivering what is left in the wallet, or pause at once',
      body: pauseTimingSchema,
      problems: ['not_found'],
      handler: async ({ caller: { accountId, actor }, params: { buyerId }, body: { timing } }) => {
        const found = await ledger.pauses.setTiming({ accountId, buyerId, timing }, actor);
        if (!found) throw notFound('buyer');
        return changed(accountId, buyerId);
      },
    }),
  ];
}
