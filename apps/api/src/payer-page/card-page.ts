import type { OpenCardPageByLinkRequest } from '@drawdown/shared/http';
import type { Deps } from '../deps.ts';
import { fieldProblem } from '../http/problem.ts';
import { openCardPage } from '../payment-methods/card-page.ts';
import { requireShownConsent } from './consent.ts';
import { linkDead, requireLink } from './open.ts';
import { payerActor } from './payer-actor.ts';

type CardPageByLinkInput = { token: string; body: OpenCardPageByLinkRequest };

/**
 * Sends the payer to Stripe's page and back to the link's own. Nothing is saved here or paid by that: he still has to
 * finish on the link's page. A card that is to be kept needs his consent before he goes; on a payment he sees his choice
 * again, and it counts only with the payment.
 */
export async function openCardPageByLink(
  deps: Deps,
  { token, body: { consent, amount } }: CardPageByLinkInput,
): Promise<{ url: string }> {
  const link = await requireLink(deps.ledger, token, ['save_card', 'pay']);
  const { accountId, buyerId, kind } = link;
  if (buyerId === null) throw linkDead('unknown');
  if (consent === undefined && kind === 'save_card')
    throw fieldProblem('validation_failed', 'consent', 'is required: say what the payer agreed to');
  if (consent !== undefined) requireShownConsent(link, consent.text);
  return openCardPage(deps, {
    accountId,
    payer: { kind: 'buyer', buyerId },
    returnPath: `/pay/${token}`,
    query: {
      ...(amount !== undefined && { amount: String(amount.amount) }),
      ...(consent !== undefined && kind === 'pay' && { keep: 'yes' }),
    },
    consent: consent && { text: consent.text, by: payerActor(link).label, at: new Date() },
  });
}
