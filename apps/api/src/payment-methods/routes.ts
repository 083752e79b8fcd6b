import type { Payer } from '@drawdown/ledger';
import {
  pageSchema,
  paymentMethodSchema,
  savePaymentMethodSchema,
  setDefaultPaymentMethodSchema,
} from '@drawdown/shared/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { created, NO_CONTENT, ok } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { notFound } from '../http/problem.ts';
import type { Access, Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { ensureStripeCustomer, payerDetails } from './payer.ts';
import { publishCardChange } from './publish.ts';
import { paymentMethodJson } from './resource.ts';
import { saveCard } from './save.ts';
import { setupIntentSchema } from './setup-intent.ts';

const cardId = { paymentMethodId: idParam('paymentMethod') };
const buyerId = { buyerId: idParam('buyer') };

export function paymentMethodRoutes(deps: Deps): Route[] {
  return [
    ...routesOfPayer(deps, {
      base: '/v1/buyers/:buyerId/payment-methods',
      whose: "a buyer's",
      readAccess: { kind: 'scope', anyOf: ['buyers:read'] },
      params: z.object(buyerId),
      cardParams: z.object({ ...buyerId, ...cardId }),
    }),
    ...routesOfPayer(deps, {
      base: '/v1/account/payment-methods',
      whose: "the account's",
      readAccess: { kind: 'scope', anyOf: ['wallets:read'] },
      params: z.object({}),
      cardParams: z.object(cardId),
    }),
  ];
}

/** No buyer in the path: the account's own cards. */
type PayerParams = { buyerId?: string };

type PayerPaths = {
  base: string;
  whose: string;
  readAccess: Extract<Access, { kind: 'scope' }>;
  params: z.ZodType<PayerParams>;
  cardParams: z.ZodType<PayerParams & { paymentMethodId: string }>;
};

function payerOf({ buyerId }: PayerParams): Payer {
  return buyerId === undefined ? { kind: 'account' } : { kind: 'buyer', buyerId };
}

/** The same five routes for each kind of payer. */
function routesOfPayer(deps: Deps, paths: PayerPaths): Route[] {
  const { base, whose, readAccess, params, cardParams } = paths;
  const { ledger, payments } = deps;
  const writeAccess: Extract<Access, { kind: 'scope' }> = { kind: 'scope', anyOf: ['payment_methods:write'] };
  const tag = 'Payment methods';

  return [
    protectedRoute({
      method: 'get',
      path: base,
      tag,
      summary: `List ${whose} saved cards`,
      access: readAccess,
      params,
      responses: { 200: pageSchema(paymentMethodSchema) },
      problems: ['not_found'],
      handler: async ({ caller, params: given }) => {
        const payer = payerOf(given);
        await payerDetails(ledger, caller.accountId, payer);
        const methods = await ledger.paymentMethods.list(caller.accountId, payer);
        return ok({ data: methods.map(paymentMethodJson), nextCursor: null });
      },
    }),
    protectedRoute({
      method: 'post',
      path: base,
      tag,
      summary: `Save one of ${whose} cards; the first becomes the default`,
      access: writeAccess,
      params,
      body: savePaymentMethodSchema,
      responses: { 201: paymentMethodSchema },
      problems: ['not_found', 'payment_method_rejected', 'payment_provider_unavailable'],
      handler: async ({ caller, params: given, body }) => {
        const payer = payerOf(given);
        const method = await saveCard(deps, { caller, payer, request: body });
        publishCardChange(ledger, caller.accountId, payer);
        return created(paymentMethodJson(method));
      },
    }),
    protectedRoute({
      method: 'post',
      path: `${base}/setup-intents`,
      tag,
      summary: `Begin to save one of ${whose} cards through Stripe's own form`,
      access: writeAccess,
      params,
      responses: { 201: setupIntentSchema },
      problems: ['not_found', 'payment_provider_unavailable'],
      handler: async ({ caller: { accountId }, params: given }) => {
        const payer = payerOf(given);
        const details = await payerDetails(ledger, accountId, payer);
        const customerId = await ensureStripeCustomer(deps, { accountId, payer, details });
        const intent = await payments.createSetupIntent({ customerId });
        return created({ ...intent, publishableKey: deps.config.stripePublishableKey });
      },
    }),
    protectedRoute({
      method: 'put',
      path: `${base}/default`,
      tag,
      summary: `Choose which of ${whose} cards is charged by default`,
      access: writeAccess,
      params,
      body: setDefaultPaymentMethodSchema,
      responses: { 200: paymentMethodSchema },
      problems: ['not_found'],
      handler: async ({ caller: { accountId, actor }, params: given, body }) => {
        const payer = payerOf(given);
        const method = await ledger.paymentMethods.setDefault(accountId, payer, body.paymentMethodId, actor);
        if (method === null) throw notFound('card');
        publishCardChange(ledger, accountId, payer);
        return ok(paymentMethodJson(method));
      },
    }),
    protectedRoute({
      method: 'delete',
      path: `${base}/:paymentMethodId`,
      tag,
      summary: `Remove one of ${whose} cards, here and at Stripe`,
      access: writeAccess,
      params: cardParams,
      responses: { 204: null },
      problems: ['not_found', 'payment_provider_unavailable'],
      handler: async ({ caller: { accountId, actor }, params: given }) => {
        const payer = payerOf(given);
        const { paymentMethodId } = given;
        const known = await ledger.paymentMethods.list(accountId, payer);
        const method = known.find(({ id }) => id === paymentMethodId);
        if (method === undefined) throw notFound('card');
        // Stripe first: a card that is gone here could no longer be detached there.
        await payments.detachCard(method.stripePaymentMethodId);
        await ledger.paymentMethods.remove(accountId, payer, paymentMethodId, actor);
        publishCardChange(ledger, accountId, payer);
        return NO_CONTENT;
      },
    }),
  ];
}
