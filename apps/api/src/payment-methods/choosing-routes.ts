import {
  paymentMethodSchema,
  setBackupPaymentMethodSchema,
  setDefaultPaymentMethodSchema,
} from '@drawdown/shared/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { NO_CONTENT, ok } from '../http/answer.ts';
import { notFound, ProblemError } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { payerDetails } from './payer.ts';
import type { PayerPaths, ScopeAccess } from './payer-paths.ts';
import { payerOf } from './payer-paths.ts';
import { publishCardChange } from './publish.ts';
import { removeCard } from './remove.ts';
import { paymentMethodJson } from './resource.ts';

const tag = 'Payment methods';
const removeQuery = z.strictObject({
  confirm: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: '`true`: also where an auto top-up that is on is left without a card' }),
});

/** Which of a payer's cards is charged, which stands in for it, and which no more. */
export function choosingRoutes(
  deps: Deps,
  { base, whose, params, cardParams, writeAccess }: PayerPaths & { writeAccess: ScopeAccess },
): Route[] {
  const { ledger } = deps;
  return [
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
      method: 'put',
      path: `${base}/backup`,
      tag,
      summary: `Choose which of ${whose} cards is tried once when the default was declined; null for none`,
      access: writeAccess,
      params,
      body: setBackupPaymentMethodSchema,
      responses: { 200: paymentMethodSchema.nullable() },
      problems: ['not_found', 'state_conflict'],
      handler: async ({ caller: { accountId, actor }, params: given, body }) => {
        const payer = payerOf(given);
        await payerDetails(ledger, accountId, payer);
        const { paymentMethodId, consent } = body;
        const input = { accountId, payer, paymentMethodId, consentText: consent?.text ?? '' };
        const result = await ledger.paymentMethods.setBackup(input, actor);
        switch (result.outcome) {
          case 'payment_method_not_found':
            throw notFound('card');
          case 'is_default':
            throw new ProblemError('state_conflict', 'The default card cannot be its own backup.');
          case 'saved':
            publishCardChange(ledger, accountId, payer);
            return ok(result.paymentMethod === null ? null : paymentMethodJson(result.paymentMethod));
        }
      },
    }),
    protectedRoute({
      method: 'delete',
      path: `${base}/:paymentMethodId`,
      tag,
      summary: `Remove one of ${whose} cards, here and at Stripe`,
      access: writeAccess,
      params: cardParams,
      query: removeQuery,
      responses: { 204: null },
      problems: ['not_found', 'last_card_of_auto_top_up'],
      handler: async ({ caller: { accountId, actor }, params: given, query, log }) => {
        const payer = payerOf(given);
        const { paymentMethodId } = given;
        const input = { accountId, payer, paymentMethodId, confirm: query.confirm === 'true' };
        await removeCard(deps, { input, actor, log });
        publishCardChange(ledger, accountId, payer);
        return NO_CONTENT;
      },
    }),
  ];
}
