import type { CreateTopUpRequest } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import type { CardFace } from '../../../ui/card-label.tsx';
import { brandName, cardName, expiryText, isExpired } from '../../../ui/card-label.tsx';
import { moneyText } from '../../../ui/money-text.tsx';
import type { PendingRetries } from './pending-retries.ts';
import { retriesSentence } from './pending-retries.ts';

export type SavedCard = CardFace & { id: string };

/** Everything that decides who pays: what the dialog shows in words and what is sent. */
export type FundingPlan = Funding & { retries?: PendingRetries };

type Funding =
  | { kind: 'account_card'; card: SavedCard; invoice?: boolean }
  | { kind: 'buyer_card'; buyer: { id: string; name: string }; card: SavedCard; invoice?: boolean }
  | { kind: 'external'; reference: string }
  | { kind: 'promotional'; reason: string };

/** The one sentence before confirming: whose card is charged how much, or that no card is. */
export function confirmSentence(plan: FundingPlan, amount: MoneyJson): string {
  return `${fundingSentence(plan, amount)}${plan.retries ? retriesSentence(plan.retries) : ''}`;
}

function fundingSentence(plan: Funding, amount: MoneyJson): string {
  const sum = moneyText(amount);
  switch (plan.kind) {
    case 'account_card':
      return `Your agency’s own card, ${describe(plan.card)}, will be charged ${sum}.${onInvoice(plan)}`;
    case 'buyer_card':
      return `The card of ${plan.buyer.name}, ${describe(plan.card)}, will be charged ${sum}.${onInvoice(plan)}`;
    case 'external':
      return `No card is charged. ${sum} received outside Stripe is recorded as “${plan.reference}”.`;
    case 'promotional':
      return `No card is charged and no money comes in. ${sum} is granted as promotional credit: “${plan.reason}”.`;
  }
}

/** What the button says: the act itself. */
export function actText(plan: FundingPlan, amount: MoneyJson): string {
  const sum = moneyText(amount);
  switch (plan.kind) {
    case 'account_card':
    case 'buyer_card':
      return `Charge ${sum} to ${cardName(plan.card)}`;
    case 'external':
      return `Record ${sum} received`;
    case 'promotional':
      return `Grant ${sum} promotional credit`;
  }
}

export function requestOf(plan: FundingPlan, amount: MoneyJson): CreateTopUpRequest {
  const { retries } = plan;
  return {
    ...fundingRequest(plan, amount),
    ...(retries === undefined ? {} : { cancelPendingRetry: retries.cancel }),
  };
}

function fundingRequest(plan: Funding, amount: MoneyJson): CreateTopUpRequest {
  switch (plan.kind) {
    case 'account_card':
      return { amount, funding: plan.kind, paymentMethodId: plan.card.id, ...invoiceOf(plan) };
    case 'buyer_card':
      return {
        amount,
        funding: plan.kind,
        buyerId: plan.buyer.id,
        paymentMethodId: plan.card.id,
        ...invoiceOf(plan),
      };
    case 'external':
      return { amount, funding: plan.kind, reference: plan.reference };
    case 'promotional':
      return { amount, funding: plan.kind, reason: plan.reason };
  }
}

function onInvoice({ invoice }: { invoice?: boolean }): string {
  return invoice ? ' It goes on a Stripe invoice, marked as paid.' : '';
}

/** What the dialog showed is sent, so that a setting that changes meanwhile changes nothing here. */
function invoiceOf({ invoice }: { invoice?: boolean }): { invoice?: boolean } {
  return invoice === undefined ? {} : { invoice };
}

function describe(card: SavedCard): string {
  const expiry = `${isExpired(card) ? 'expired' : 'expires'} ${expiryText(card)}`;
  return `${brandName(card.brand)} ending in ${card.last4} (${expiry})`;
}
