import type { TopUp } from '@drawdown/ledger';
import {
  createPayerLinkSchema,
  pageSchema,
  payerLinkCreatedSchema,
  payerLinkSchema,
} from '@drawdown/shared/http';
import { moneyFromJson } from '@drawdown/shared/money';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { created, NO_CONTENT, ok } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { fieldProblem, notFound, ProblemError } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { createLink } from './create.ts';
import { AUTHENTICATE_LINK_HOURS, DEFAULT_LINK_HOURS, hoursMs } from './lifetime.ts';
import { requirePermittedAmount } from './permitted-amount.ts';
import { payerLinkJson } from './resource.ts';

const tag = 'Payer links';
const buyerParams = z.object({ buyerId: idParam('buyer') });
const writeAccess = { kind: 'scope', anyOf: ['payment_methods:write'] } as const;

export function payerLinkRoutes(deps: Deps): Route[] {
  const { ledger } = deps;
  return [
    protectedRoute({
      method: 'post',
      path: '/v1/buyers/:buyerId/links',
      tag,
      summary: 'Make a page on which the buyer saves a card or pays, once, without a login',
      access: writeAccess,
      params: buyerParams,
      body: createPayerLinkSchema,
      responses: { 201: payerLinkCreatedSchema },
      problems: ['not_found', 'currency_mismatch', 'amount_below_minimum', 'amount_above_maximum'],
      handler: async ({ caller: { accountId, actor }, params: { buyerId }, body }) => {
        const buyer = await ledger.buyers.get(accountId, buyerId);
        if (buyer === null) throw notFound('buyer');
        const { currency, walletId } = buyer;
        if (body.send && buyer.email === null)
          throw fieldProblem('validation_failed', 'send', 'is not possible: the buyer has no email address');
        const amount = body.amount === undefined ? undefined : moneyFromJson(body.amount);
        if (amount !== undefined)
          requirePermittedAmount(amount, { settings: await ledger.accounts.settings(accountId), currency });
        const lifetimeMs = hoursMs(body.expiresInHours ?? DEFAULT_LINK_HOURS);
        const paying = body.kind === 'pay' ? { walletId, amount, currency } : {};
        const input = { accountId, kind: body.kind, buyerId, lifetimeMs, ...paying };
        const { link, url } = await createLink(deps, input, actor);
        if (body.send) {
          await ledger.emails.payerLink({ accountId, buyerId, link, url });
          ledger.changes.publish(accountId, { type: 'emails.changed' });
        }
        return created({ ...payerLinkJson(link), url, sent: body.send ?? false });
      },
    }),
    protectedRoute({
      method: 'get',
      path: '/v1/buyers/:buyerId/links',
      tag,
      summary: "A buyer's links, newest first, without their addresses",
      access: { kind: 'scope', anyOf: ['buyers:read'] },
      params: buyerParams,
      responses: { 200: pageSchema(payerLinkSchema) },
      problems: ['not_found'],
      handler: async ({ caller: { accountId }, params: { buyerId } }) => {
        if ((await ledger.buyers.get(accountId, buyerId)) === null) throw notFound('buyer');
        const links = await ledger.payerLinks.list(accountId, { buyerId });
        return ok({ data: links.map(payerLinkJson), nextCursor: null });
      },
    }),
    protectedRoute({
      method: 'delete',
      path: '/v1/links/:linkId',
      tag,
      summary: 'Kill a link; whoever opens it is told that it does nothing any more',
      access: writeAccess,
      params: z.object({ linkId: idParam('payerLink') }),
      responses: { 204: null },
      problems: ['not_found'],
      handler: async ({ caller: { accountId, actor }, params: { linkId } }) => {
        if (!(await ledger.payerLinks.revoke(accountId, linkId, actor))) throw notFound('open link');
        return NO_CONTENT;
      },
    }),
    protectedRoute({
      method: 'post',
      path: '/v1/top-ups/:topUpId/link',
      tag,
      summary: 'A fresh page on which the payer confirms this charge with the bank; older ones die',
      access: { kind: 'scope', anyOf: ['top_ups:write'] },
      params: z.object({ topUpId: idParam('topUp') }),
      responses: { 201: payerLinkCreatedSchema },
      problems: ['not_found', 'state_conflict'],
      handler: async ({ caller: { accountId, actor }, params: { topUpId } }) => {
        const topUp = await ledger.topUps.get(accountId, topUpId);
        if (topUp === null) throw notFound('top-up');
        const { link, url } = await createLink(deps, authenticateLink(topUp), actor);
        return created({ ...payerLinkJson(link), url, sent: false });
      },
    }),
  ];
}

/** @throws ProblemError when this top-up does not wait for its payer. */
function authenticateLink({ accountId, chargeId, status, retryState, payer, walletId, amount }: TopUp) {
  const waits = status === 'requires_action' || retryState === 'needs_payer';
  if (!waits || chargeId === null)
    throw new ProblemError(
      'state_conflict',
      `This top-up does not wait for its payer to confirm anything; it is ${status}.`,
    );
  return {
    accountId,
    kind: 'authenticate',
    chargeId,
    walletId,
    amount,
    currency: amount.currency,
    lifetimeMs: hoursMs(AUTHENTICATE_LINK_HOURS),
    ...(payer?.kind === 'buyer' ? { buyerId: payer.buyerId } : {}),
  } as const;
}
