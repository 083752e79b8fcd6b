import type { PayerOutcomeResource, SaveCardByLinkRequest } from '@drawdown/shared/http';
import type { Logger } from 'pino';
import type { Deps } from '../deps.ts';
import { publishCardChange } from '../payment-methods/publish.ts';
import { removeCard } from '../payment-methods/remove.ts';
import { cardName } from '../payment-methods/resource.ts';
import { saveCard } from '../payment-methods/save.ts';
import { requireShownConsent } from './consent.ts';
import { linkDead, requireLink } from './open.ts';
import { plainOutcome } from './outcome.ts';
import { payerActor } from './payer-actor.ts';

type SaveCardInput = { token: string; body: SaveCardByLinkRequest; log: Logger };

/**
 * The payer saves a card, with the consent that the page asked for. The link is used up only once the card is kept, so
 * that a declined card can be followed by another; of two cards at once, one stays.
 */
export async function saveCardByLink(
  deps: Deps,
  { token, body: { consent, ...request }, log }: SaveCardInput,
): Promise<PayerOutcomeResource> {
  const link = await requireLink(deps.ledger, token, ['save_card']);
  const { accountId, buyerId } = link;
  if (buyerId === null) throw linkDead('unknown');
  requireShownConsent(link, consent.text);
  const actor = payerActor(link);
  const payer = { kind: 'buyer', buyerId } as const;
  const method = await saveCard(deps, { accountId, actor, payer, request: { ...request, consent } });
  if (!(await deps.ledger.payerLinks.use(token))) {
    // What Stripe's page saved is the same card for two requests that tell of it, so the other may have kept it.
    const isOfThisRequest = request.testCard !== undefined;
    const input = { accountId, payer, paymentMethodId: method.id, confirm: true };
    if (isOfThisRequest) await removeCard(deps, { input, actor, log });
    throw linkDead('used');
  }
  // Saved by the payer himself, so it is the card that he wants to be charged from now on.
  await deps.ledger.paymentMethods.setDefault(accountId, payer, method.id, actor);
  publishCardChange(deps.ledger, accountId, payer);
  return plainOutcome('done', [`Your ${cardName(method)} is saved. Nothing was charged now.`]);
}
