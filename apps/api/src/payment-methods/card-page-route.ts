import { cardPageSchema, openCardPageSchema } from '@drawdown/shared/http';
import type { Deps } from '../deps.ts';
import { created } from '../http/answer.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { openCardPage } from './card-page.ts';
import type { PayerPaths, ScopeAccess } from './payer-paths.ts';
import { payerOf } from './payer-paths.ts';

/** Cards are entered at Stripe: its own page, to which the browser is sent and from which it comes back. */
export function cardPageRoute(
  deps: Deps,
  { base, whose, params, writeAccess }: PayerPaths & { writeAccess: ScopeAccess },
): Route {
  return protectedRoute({
    method: 'post',
    path: `${base}/page`,
    tag: 'Payment methods',
    summary: `Open Stripe's own page on which one of ${whose} cards is entered`,
    access: writeAccess,
    params,
    body: openCardPageSchema.prefault({}),
    responses: { 201: cardPageSchema },
    problems: ['not_found', 'payment_provider_unavailable'],
    handler: async ({ caller: { accountId, actor }, params: given, body: { returnPath, consent } }) => {
      const payer = payerOf(given);
      const own = payer.kind === 'account' ? '/account/cards' : `/buyers/${payer.buyerId}`;
      const agreed = consent && { text: consent.text, by: actor.label, at: new Date() };
      const input = { accountId, payer, returnPath: returnPath ?? own, consent: agreed };
      return created(await openCardPage(deps, input));
    },
  });
}
