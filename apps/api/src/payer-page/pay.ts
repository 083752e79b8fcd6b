import type { PayerLink, TopUp } from '@drawdown/ledger';
import type { PayByLinkRequest, PayerOutcomeResource } from '@drawdown/shared/http';
import type { Money } from '@drawdown/shared/money';
import { isCurrency, moneyFromJson } from '@drawdown/shared/money';
import type { Logger } from 'pino';
import type { Deps } from '../deps.ts';
import { requestHash } from '../http/idempotency.ts';
import { fieldProblem } from '../http/problem.ts';
import { requirePermittedAmount } from '../payer-links/permitted-amount.ts';
import { publishCardChange } from '../payment-methods/publish.ts';
import { saveCard } from '../payment-methods/save.ts';
import { topUpProblem } from '../top-ups/refusals.ts';
import { publishTopUpChange, startCharge } from '../top-ups/request.ts';
import { requireShownConsent } from './consent.ts';
import { linkDead, requireLink } from './open.ts';
import { bankQuestion, declinedOutcome, PROCESSING, paidOutcome, plainOutcome } from './outcome.ts';
import { payerActor } from './payer-actor.ts';
import { tryCard } from './try-card.ts';

type PayInput = { token: string; body: PayByLinkRequest; log: Logger };

/**
 * The payer pays into the wallet with a card given here. Whatever is sent how often, a link becomes one top-up: its id
 * is the idempotency key. While that one is declined, another card is tried for the same payment. Without his consent a
 * card makes this payment and no other.
 */
export async function payByLink(deps: Deps, { token, body, log }: PayInput): Promise<PayerOutcomeResource> {
  const { ledger } = deps;
  const link = await requireLink(ledger, token, ['pay']);
  const { accountId, buyerId, walletId } = link;
  if (buyerId === null || walletId === null) throw linkDead('unknown');
  const { amount: asked, consent, ...request } = body;
  if (consent !== undefined) requireShownConsent(link, consent.text);
  const amount = await amountOf(deps, link, asked === undefined ? undefined : moneyFromJson(asked));
  const actor = payerActor(link);
  const payer = { kind: 'buyer', buyerId } as const;
  const method = await saveCard(deps, {
    accountId,
    actor,
    payer,
    ...(consent === undefined ? { request, forLinkId: link.id } : { request: { ...request, consent } }),
  });
  publishCardChange(ledger, accountId, payer);

  const input = {
    accountId,
    walletId,
    buyerId,
    amount,
    funding: 'buyer_card',
    paymentMethodId: method.id,
    payerLinkId: link.id,
  } as const;
  // The same for whatever is sent: a second sum or card never makes a second payment.
  const idempotency = { key: `payer-link:${link.id}`, requestHash: requestHash('/pay', link.id) };
  const result = await ledger.topUps.request({ ...input, idempotency }, actor);
  if (result.outcome !== 'accepted') throw topUpProblem(result);
  publishTopUpChange(ledger, result.topUp);
  if (!result.replayed) return conclude(deps, token, await startCharge(deps, result.topUp));
  const isKept = consent !== undefined;
  const { topUp, decided } = await tryCard(deps, { link, topUp: result.topUp, method, isKept, log });
  return decided ? conclude(deps, token, topUp) : PROCESSING;
}

/** @throws ProblemError when the sum is not the one asked for, or not one that can be paid in. */
async function amountOf({ ledger }: Deps, link: PayerLink, asked: Money | undefined): Promise<Money> {
  const { amount, currency, accountId } = link;
  if (amount !== null) {
    if (
      asked !== undefined &&
      (asked.amountMinor !== amount.amountMinor || asked.currency !== amount.currency)
    )
      throw fieldProblem('validation_failed', 'amount', 'is not the sum that this link asks for');
    return amount;
  }
  if (asked === undefined) throw fieldProblem('validation_failed', 'amount', 'is required');
  if (currency === null || !isCurrency(currency)) throw linkDead('unknown');
  requirePermittedAmount(asked, { settings: await ledger.accounts.settings(accountId), currency });
  return asked;
}

/** The link stays open only as long as something is left to do on its page. */
async function conclude({ ledger }: Deps, token: string, topUp: TopUp): Promise<PayerOutcomeResource> {
  const { status, decline, id: topUpId } = topUp;
  const mayTryAgain = status === 'retrying' || status === 'requires_action';
  if (!mayTryAgain) await ledger.payerLinks.use(token, { topUpId });
  switch (status) {
    case 'succeeded':
      return paidOutcome(topUp);
    case 'pending':
    case 'processing':
      return PROCESSING;
    case 'requires_action':
      return bankQuestion(null);
    case 'retrying':
      return declinedOutcome(decline, 'Nothing was charged. You can try another card here.');
    case 'declined':
      return declinedOutcome(decline, 'Nothing was charged. Ask for a new link to try again.');
    case 'canceled':
      return plainOutcome('declined', ['This payment is not wanted any more.', 'Nothing was charged.']);
  }
}
