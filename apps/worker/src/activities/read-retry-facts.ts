import type { ChargeAttempt, Ledger, PaymentMethod, RetryFacts } from '@drawdown/ledger';
import { formatMoney, toSafeInteger } from '@drawdown/shared/money';
import { classifyDecline } from '@drawdown/shared/payments';
import type { RetryCard, RetryView } from './charge-retry-facts.ts';
import { rowMissing } from './row-missing.ts';

/** Where a failing charge stands according to the database. */
export async function readRetryFacts(ledger: Ledger, chargeId: string): Promise<RetryView> {
  const facts = await ledger.collections.facts(chargeId);
  switch (facts.state) {
    case 'ended':
      return ended(ledger, chargeId, facts.closedAs);
    case 'open':
      return open(facts);
  }
}

async function ended(
  ledger: Ledger,
  chargeId: string,
  closedAs: Extract<RetryFacts, { state: 'ended' }>['closedAs'],
): Promise<RetryView> {
  if (closedAs !== 'paid') return { state: 'ended', closedAs, payment: null };
  const charge = await ledger.charges.get(chargeId);
  if (!charge || charge.paymentIntentId === null) throw rowMissing('paid charge');
  const { paymentIntentId, stripeChargeId, amount } = charge;
  const amountReceivedMinor = toSafeInteger(amount.amountMinor);
  return { state: 'ended', closedAs, payment: { paymentIntentId, stripeChargeId, amountReceivedMinor } };
}

function open(facts: Extract<RetryFacts, { state: 'open' }>): RetryView {
  const { charge, lastDecline, card, backupCard, affectedBuyers, policy } = facts;
  const newest = charge.attempts.at(-1);
  const isOpen = newest !== undefined && isUnfinished(newest);
  const unfinished = isOpen && !newest.byPayer ? newest : null;
  const payersAttempt =
    newest?.byPayer && (isOpen || newest.outcome === 'requiresAction') ? newest.number : null;
  return {
    state: 'open',
    retryState: facts.retryState,
    nextAttemptAt: facts.nextAttemptAt?.getTime() ?? null,
    nextAttempt: facts.nextAttempt,
    firstDeclinedAt: facts.firstDeclinedAt?.getTime() ?? null,
    giveUpAfterMs: policy.giveUpAfter * 1000,
    lastDecline: lastDecline && { code: lastDecline.code, class: classifyDecline(lastDecline) },
    unfinished: unfinished && {
      number: unfinished.number,
      card: attemptCard(unfinished),
      isBackup: isAskedInBetween(facts, unfinished),
    },
    payersAttempt,
    card: card && retryCard(card),
    isAnotherCard: facts.isAnotherCard,
    backupCard: backupCard && retryCard(backupCard),
    retryWanted: facts.retryWanted,
    paymentIntentId: charge.paymentIntentId,
    knownStripeChargeIds: charge.attempts.flatMap(({ number, decline }) =>
      number === unfinished?.number ? [] : (decline?.stripeChargeId ?? []),
    ),
    stripeCustomerId: charge.stripeCustomerId,
    amountMinor: toSafeInteger(charge.amount.amountMinor),
    currency: charge.amount.currency,
    words: {
      amount: formatMoney(charge.amount),
      payer: payerWords(facts),
      buyers: affectedBuyers.map(({ name }) => name).join(', '),
      policy: facts.policyLabel,
    },
  };
}

/** The backup card, after another one was declined: whatever it answers, the schedule of that one stays. */
function isAskedInBetween(
  { charge, backupCardId }: Extract<RetryFacts, { state: 'open' }>,
  { number, paymentMethodId }: ChargeAttempt,
): boolean {
  const isAfterDecline = charge.attempts.some(
    (earlier) => earlier.decline !== null && earlier.number < number,
  );
  return paymentMethodId === backupCardId && isAfterDecline;
}

/** `requiresAction` was recorded as a decline in the same transaction that made the charge wait for the payer. */
function isUnfinished({ outcome }: ChargeAttempt): boolean {
  switch (outcome) {
    case 'pending':
    case 'unknown':
    case 'processing':
    case 'succeeded':
      return true;
    case 'declined':
    case 'canceled':
    case 'requiresAction':
      return false;
  }
}

function attemptCard({ paymentMethodId, stripePaymentMethodId, card }: ChargeAttempt): RetryCard {
  return { id: paymentMethodId, stripePaymentMethodId, words: `${card.brand} ${card.last4}` };
}

export function retryCard({ id, stripePaymentMethodId, brand, last4 }: PaymentMethod): RetryCard {
  return { id, stripePaymentMethodId, words: `${brand} ${last4}` };
}

function payerWords({ charge, affectedBuyers }: Extract<RetryFacts, { state: 'open' }>): string {
  const { payer } = charge;
  if (payer.kind === 'account') return 'the account';
  return affectedBuyers.find(({ buyerId }) => buyerId === payer.buyerId)?.name ?? 'the buyer';
}
