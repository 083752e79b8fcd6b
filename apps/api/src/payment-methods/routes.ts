import {
  pageSchema,
  paymentMethodSchema,
  savedCardSchema,
  savePaymentMethodSchema,
} from '@drawdown/shared/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { created, ok } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import type { Access, Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { cardPageRoute } from './card-page-route.ts';
import { choosingRoutes } from './choosing-routes.ts';
import { ensureStripeCustomer, payerDetails } from './payer.ts';
import type { PayerPaths } from './payer-paths.ts';
import { payerOf } from './payer-paths.ts';
import { publishCardChange } from './publish.ts';
import { paymentMethodJson, savedCardJson } from './resource.ts';
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

/** The same routes for each kind of payer. */
function routesOfPayer(deps: Deps, paths: PayerPaths): Route[] {
  const { base, whose, readAccess, params } = paths;
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
      responses: { 200: pageSchema(savedCardSchema) },
      problems: ['not_found'],
      handler: async ({ caller, params: given }) => {
        const payer = payerOf(given);
        await payerDetails(ledger, caller.accountId, payer);
        const methods = await ledger.paymentMethods.list(caller.accountId, payer);
        return ok({ data: methods.map(savedCardJson), nextCursor: null });
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
        const method = await saveCard(deps, {
          accountId: caller.accountId,
          actor: caller.actor,
          payer,
          request: body,
        });
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
    cardPageRoute(deps, { ...paths, writeAccess }),
    ...choosingRoutes(deps, { ...paths, writeAccess }),
  ];
}
