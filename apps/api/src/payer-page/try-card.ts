import { setTimeout as sleep } from 'node:timers/promises';
import type { PayerLink, PaymentMethod, TopUp } from '@drawdown/ledger';
import type { Logger } from 'pino';
import { askPatiently } from '../charges/ask-patiently.ts';
import type { Deps } from '../deps.ts';
import { publishCardChange } from '../payment-methods/publish.ts';
import { payerActor } from './payer-actor.ts';

const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 300;

type Try = {
  link: PayerLink;
  topUp: TopUp;
  method: PaymentMethod;
  /** The payer has agreed that it is charged later too. */
  isKept: boolean;
  log: Logger;
};

/**
 * Another card, or the same once more, for a payment that was declined: the very payment is tried with it at once, also
 * where nobody asks for that any more because this process has died. One that is kept becomes the payer's default. Answers
 * the payment as it stands then, and whether the card has been decided about.
 */
export async function tryCard(
  deps: Deps,
  { link, topUp, method, isKept, log }: Try,
): Promise<{ topUp: TopUp; decided: boolean }> {
  const { ledger, chargeWorkflows } = deps;
  const { accountId, chargeId, payer } = topUp;
  if (topUp.status !== 'retrying' || chargeId === null || payer === null) return { topUp, decided: true };
  const actor = payerActor(link);
  await ledger.payerLinks.offerCard(link.id, method.id);
  if (isKept) {
    await ledger.paymentMethods.setDefault(accountId, payer, method.id, actor);
    publishCardChange(ledger, accountId, payer);
  }
  const message = { by: actor.label, actor, reason: 'the payer gave another card' };
  try {
    const ask = () => chargeWorkflows.retryNow(chargeId, message);
    await askPatiently(ledger, { accountId, chargeId, ask });
  } catch (error) {
    log.warn(
      { err: error, chargeId },
      'the workflow did not answer the payer; it tries the new card by itself',
    );
    return { topUp, decided: false };
  }
  return untilDecided(deps, topUp);
}

/** The card may be being tried because it is the default now, rather than because it was asked for. */
async function untilDecided({ ledger }: Deps, before: TopUp): Promise<{ topUp: TopUp; decided: boolean }> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const topUp = (await ledger.topUps.get(before.accountId, before.id)) ?? before;
    const triedSince = topUp.attempts.length > before.attempts.length;
    const decided = topUp.status !== 'retrying' || (triedSince && topUp.retryState !== 'trying');
    if (decided || Date.now() > giveUpAt) return { topUp, decided };
    await sleep(LOOK_EVERY_MS);
  }
}
