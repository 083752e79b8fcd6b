import {
  askEligibilitySchema,
  buyerEligibilityQuerySchema,
  eligibilitiesSchema,
  eligibilitySchema,
} from '@drawdown/shared/http';
import { money, moneyFromJson } from '@drawdown/shared/money';
import { z } from 'zod';
import { createRefusedBuyers } from '../deliveries/refused-buyers.ts';
import type { Deps } from '../deps.ts';
import { ok } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { fieldProblem, notFound } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { eligibilityJson } from './resource.ts';

const tag = 'Deliveries';
const access = { kind: 'scope', anyOf: ['deliveries:read', 'deliveries:write'] } as const;

export function eligibilityRoutes({ ledger }: Deps): Route[] {
  const refusedBuyers = createRefusedBuyers(ledger.buyers);

  return [
    protectedRoute({
      method: 'get',
      path: '/v1/buyers/:buyerId/eligibility',
      tag,
      summary: 'Would a lead of this price be delivered now? If not, why, and what unblocks it',
      access,
      params: z.object({ buyerId: idParam('buyer') }),
      query: buyerEligibilityQuerySchema,
      responses: { 200: eligibilitySchema },
      problems: ['not_found', 'currency_mismatch'],
      handler: async ({ caller: { accountId }, params: { buyerId }, query }) => {
        const currency = query.currency ?? (await ledger.buyers.get(accountId, buyerId))?.currency;
        if (currency === undefined) throw notFound('buyer');
        const price = money(BigInt(query.amount), currency);
        const [answer] = await ledger.deliveries.eligibility(accountId, [buyerId], price);
        if (answer === undefined || answer.outcome === 'buyer_not_found') throw notFound('buyer');
        if (answer.outcome === 'currency_mismatch')
          throw fieldProblem(
            'currency_mismatch',
            'currency',
            `must be ${answer.expected}, the currency of the buyer's wallet`,
          );
        return ok(await eligibilityJson(refusedBuyers, { accountId, buyerId }, answer));
      },
    }),
    protectedRoute({
      method: 'post',
      path: '/v1/eligibility',
      tag,
      summary:
        'The same for up to 100 buyers of a ping tree at once, in the order asked; nothing is reserved',
      access,
      body: askEligibilitySchema,
      responses: { 200: eligibilitiesSchema },
      handler: async ({ caller: { accountId }, body: { price, buyerIds } }) => {
        const answers = await ledger.deliveries.eligibility(accountId, buyerIds, moneyFromJson(price));
        const results = answers.map((answer, index) =>
          eligibilityJson(refusedBuyers, { accountId, buyerId: buyerIds[index] ?? '' }, answer),
        );
        return ok({ results: await Promise.all(results) });
      },
    }),
  ];
}
