import {
  authenticateByLinkSchema,
  cardPageSchema,
  openCardPageByLinkSchema,
  payByLinkSchema,
  payerOutcomeSchema,
  payerPageSchema,
  saveCardByLinkSchema,
} from '@drawdown/shared/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { created, ok } from '../http/answer.ts';
import type { Route } from '../http/route.ts';
import { publicRoute } from '../http/route.ts';
import { ensureStripeCustomer, payerDetails } from '../payment-methods/payer.ts';
import { setupIntentSchema } from '../payment-methods/setup-intent.ts';
import { authenticateByLink } from './authenticate.ts';
import { openCardPageByLink } from './card-page.ts';
import { consentText } from './consent.ts';
import { linkDead, requireLink } from './open.ts';
import { payerPage } from './page.ts';
import { payByLink } from './pay.ts';
import { payerActor } from './payer-actor.ts';
import { saveCardByLink } from './save-card.ts';

const tag = 'Payer pages';
const path = '/v1/payer-links/:token';
const params = z.object({ token: z.string().max(200) });

/** Nobody signs in here: who holds the token is the payer. */
export function payerPageRoutes(deps: Deps): Route[] {
  const { ledger, payments, config } = deps;
  return [
    publicRoute({
      method: 'get',
      path,
      tag,
      summary: 'What a link is for, or why it does nothing any more',
      params,
      responses: { 200: payerPageSchema },
      problems: ['rate_limited'],
      handler: async ({ params: { token } }) => ok(await payerPage(deps, token)),
    }),
    publicRoute({
      method: 'post',
      path: `${path}/setup-intents`,
      tag,
      summary: "Begin to save a card through Stripe's own form",
      params,
      responses: { 201: setupIntentSchema },
      problems: ['rate_limited', 'link_dead', 'payment_provider_unavailable'],
      handler: async ({ params: { token } }) => {
        const link = await requireLink(ledger, token, ['save_card', 'pay']);
        const { accountId, buyerId } = link;
        if (buyerId === null) throw linkDead('unknown');
        const payer = { kind: 'buyer', buyerId } as const;
        const details = await payerDetails(ledger, accountId, payer);
        const customerId = await ensureStripeCustomer(deps, { accountId, payer, details });
        // Whoever pays consents with the payment, or not at all.
        const consent =
          link.kind === 'save_card'
            ? { text: consentText(link), by: payerActor(link).label, at: new Date() }
            : undefined;
        const intent = await payments.createSetupIntent({ customerId, consent });
        return created({ ...intent, publishableKey: config.stripePublishableKey });
      },
    }),
    publicRoute({
      method: 'post',
      path: `${path}/page`,
      tag,
      summary: "Open Stripe's own page on which the payer enters a card; it comes back to the link's page",
      params,
      body: openCardPageByLinkSchema.prefault({}),
      responses: { 201: cardPageSchema },
      problems: ['rate_limited', 'link_dead', 'payment_provider_unavailable'],
      handler: async ({ params: { token }, body }) =>
        created(await openCardPageByLink(deps, { token, body })),
    }),
    publicRoute({
      method: 'post',
      path: `${path}/card`,
      tag,
      summary: 'The payer saves a card, once',
      params,
      body: saveCardByLinkSchema,
      responses: { 200: payerOutcomeSchema },
      problems: ['rate_limited', 'link_dead', 'payment_method_rejected', 'payment_provider_unavailable'],
      handler: async ({ params: { token }, body, log }) =>
        ok(await saveCardByLink(deps, { token, body, log })),
    }),
    publicRoute({
      method: 'post',
      path: `${path}/pay`,
      tag,
      summary: 'The payer pays into the wallet; a link becomes one payment, however often this is sent',
      params,
      body: payByLinkSchema,
      responses: { 200: payerOutcomeSchema },
      problems: [
        'rate_limited',
        'link_dead',
        'payment_method_rejected',
        'payment_provider_unavailable',
        'currency_mismatch',
        'amount_below_minimum',
        'amount_above_maximum',
      ],
      handler: async ({ params: { token }, body, log }) => ok(await payByLink(deps, { token, body, log })),
    }),
    publicRoute({
      method: 'post',
      path: `${path}/authenticate`,
      tag,
      summary: 'The payer confirms a waiting payment with the bank (3-D Secure)',
      params,
      body: authenticateByLinkSchema.prefault({}),
      responses: { 200: payerOutcomeSchema },
      problems: ['rate_limited', 'link_dead', 'state_conflict', 'payment_provider_unavailable'],
      handler: async ({ params: { token }, body }) => ok(await authenticateByLink(deps, { token, body })),
    }),
  ];
}
