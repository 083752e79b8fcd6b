import { attemptToConfirm, type Charge, type DeadBecause, type PayerLink } from '@drawdown/ledger';
import type { DeadPayerPage, PayerPageResource } from '@drawdown/shared/http';
import type { Deps } from '../deps.ts';
import { optionalMoneyJson } from '../http/optional-money.ts';
import { limitsIn } from '../payer-links/permitted-amount.ts';
import { consentText } from './consent.ts';
import { DEAD_WORDS, openLink } from './open.ts';

/** What a payer sees who opens a link. Nothing of the account but its name and where to ask. */
export async function payerPage(deps: Deps, token: string): Promise<PayerPageResource> {
  const opened = await openLink(deps.ledger, token);
  if (opened.state === 'dead') return deadPage(opened.because);
  const { link } = opened;
  const [settings, charge] = await Promise.all([
    deps.ledger.accounts.settings(link.accountId),
    link.chargeId === null ? null : deps.ledger.charges.get(link.chargeId),
  ]);
  const agency = { name: link.accountName, contact: settings.mailReplyTo };
  if (charge !== null && charge.status !== 'open')
    return { ...deadPage('used'), words: endedWords(charge), agency };
  const limits = link.kind === 'pay' ? limitsIn(settings, link.currency ?? '') : null;
  return {
    state: 'open',
    kind: link.kind,
    agency,
    buyerName: link.buyerName,
    amount: optionalMoneyJson(link.amount),
    currency: link.currency,
    minimum: optionalMoneyJson(limits?.minimum ?? null),
    maximum: optionalMoneyJson(limits?.maximum ?? null),
    card: charge === null ? null : cardOf(charge),
    expiresAt: link.expiresAt.toISOString(),
    emulator: deps.payments.mode === 'emulator',
    publishableKey: deps.config.stripePublishableKey,
    consentText: asksForCard(link) ? consentText(link) : null,
  };
}

function asksForCard({ kind }: PayerLink): boolean {
  return kind !== 'authenticate';
}

/** The card whose bank waits for the payer, although another one may have been tried since. */
function cardOf(charge: Charge): { brand: string; last4: string } {
  const { brand, last4 } = attemptToConfirm(charge)?.card ?? charge.paymentMethod;
  return { brand, last4 };
}

function deadPage(because: DeadBecause): DeadPayerPage {
  return { state: 'dead', because, words: DEAD_WORDS[because], agency: null };
}

function endedWords({ status }: Charge): string {
  return status === 'succeeded' ? 'This payment is done already.' : 'This payment is not wanted any more.';
}
