import type { Ledger, TopUp } from '@drawdown/ledger';
import { formatMoney, toSafeInteger } from '@drawdown/shared/money';
import { rowMissing } from './row-missing.ts';
import type { TopUpFacts } from './top-up-facts.ts';

// Retries of a declined charge are numbered from here on; each attempt has a key of its own at Stripe.
const FIRST_ATTEMPT = 1;

/** Where the top-up stands according to the database, which an earlier run may have left half done. */
export async function readTopUpFacts(ledger: Ledger, topUpId: string): Promise<TopUpFacts> {
  const topUp = await ledger.topUps.find(topUpId);
  if (!topUp) throw rowMissing('top-up');
  switch (topUp.status) {
    case 'succeeded':
    case 'declined':
    case 'canceled':
      return { state: 'ended', status: topUp.status, declineCode: topUp.decline?.code ?? null };
    case 'pending':
    case 'processing':
    case 'requires_action':
    case 'retrying':
      return readOpen(ledger, topUp);
  }
}

async function readOpen(ledger: Ledger, topUp: TopUp): Promise<TopUpFacts> {
  const charge = topUp.chargeId === null ? null : await ledger.charges.get(topUp.chargeId);
  if (!charge) throw rowMissing('charge');
  const { paymentMethod } = charge;
  const attempt = Math.max(FIRST_ATTEMPT, ...charge.attempts.map(({ number }) => number));
  const setAside = charge.attempts.find(({ number, decline }) => decline !== null && number < attempt);
  return {
    state: 'open',
    chargeId: charge.id,
    paymentIntentId: charge.paymentIntentId,
    knownStripeChargeIds: charge.attempts
      .filter(({ number }) => number < attempt)
      .flatMap(({ decline }) => decline?.stripeChargeId ?? []),
    attempt,
    isFailing: await isFailing(ledger, topUp, charge.id),
    setAside: setAside?.decline ? { attempt: setAside.number, decline: setAside.decline } : null,
    declineCode: topUp.decline?.code ?? null,
    paymentMethodId: paymentMethod.id,
    attemptBegun: charge.attempts.length > 0,
    stripeCustomerId: charge.stripeCustomerId,
    stripePaymentMethodId: paymentMethod.stripePaymentMethodId,
    amountMinor: toSafeInteger(charge.amount.amountMinor),
    currency: charge.amount.currency,
    words: {
      amount: formatMoney(charge.amount),
      card: `${paymentMethod.brand} ${paymentMethod.last4} of ${payerWords(topUp)}`,
      wallet: topUp.buyerName === null ? 'a shared wallet' : topUp.buyerName,
    },
  };
}

async function isFailing(ledger: Ledger, { status }: TopUp, chargeId: string): Promise<boolean> {
  switch (status) {
    case 'retrying':
      return true;
    case 'requires_action': {
      const facts = await ledger.collections.facts(chargeId);
      return facts.state === 'open' && facts.retryState !== null;
    }
    default:
      return false;
  }
}

function payerWords({ payer, buyerName }: TopUp): string {
  return payer?.kind === 'buyer' ? (buyerName ?? 'the buyer') : 'the account';
}
