import type { PayerLink } from '@drawdown/ledger';
import type { LookedUp, OnSessionOutcome } from '@drawdown/payments';
import type { AuthenticateByLinkRequest, PayerOutcomeResource } from '@drawdown/shared/http';
import { formatMoney, moneyToJson } from '@drawdown/shared/money';
import type { Deps } from '../deps.ts';
import { fieldProblem, ProblemError } from '../http/problem.ts';
import { controlEmulator } from '../test-controls/emulator.ts';
import { linkDead, requireLink } from './open.ts';
import { bankQuestion, declinedOutcome, PROCESSING, plainOutcome } from './outcome.ts';
import type { LinkedPayment } from './payment-of.ts';
import { paymentOf } from './payment-of.ts';

const NOTHING_TO_CONFIRM =
  'There is nothing to confirm at the moment. Open this page again in a moment, or use another card.';

type AuthenticateInput = { token: string; body: AuthenticateByLinkRequest };

type Outcome = OnSessionOutcome | LookedUp | { outcome: 'refused' };

/**
 * The payer confirms the very PaymentIntent that waits for him, so that it can be paid once at most. It is looked up
 * before anything is asked of the bank; afterwards its workflow hears of it, and a link that has done its work is dead.
 */
export async function authenticateByLink(
  deps: Deps,
  { token, body }: AuthenticateInput,
): Promise<PayerOutcomeResource> {
  const link = await requireLink(deps.ledger, token, ['authenticate', 'pay']);
  const payment = await paymentOf(deps.ledger, link);
  const before = await lookUp(deps, payment);
  if (before.outcome !== 'succeeded' && before.outcome !== 'unknown')
    await deps.ledger.collections.recordPayersOutcome(
      payment.charge.id,
      before,
      payment.charge.attempts.at(-1),
    );
  const outcome =
    body.returned || isOver(before) ? before : await askBank(deps, { token, payment, answer: body.outcome });
  await deps.chargeWorkflows.paymentChanged(payment.charge);
  if (outcome.outcome === 'succeeded' || outcome.outcome === 'processing')
    await deps.ledger.payerLinks.use(token, { topUpId: payment.charge.topUpId });
  return payerOutcome(outcome, { link, payment });
}

function lookUp({ payments }: Deps, { paymentIntentId }: LinkedPayment) {
  return payments.lookUpPaymentIntent(paymentIntentId, { knownStripeChargeIds: [] });
}

function isOver({ outcome }: Outcome): boolean {
  return (
    outcome === 'succeeded' || outcome === 'processing' || outcome === 'canceled' || outcome === 'unknown'
  );
}

/** What became of the payer's attempt. Money that came in is recorded by who credits it. */
async function record(
  { ledger }: Deps,
  { charge }: LinkedPayment,
  seen: OnSessionOutcome | LookedUp | null,
): Promise<void> {
  if (seen !== null && seen.outcome !== 'succeeded')
    await ledger.collections.recordPayersOutcome(charge.id, seen);
}

type Question = { token: string; payment: LinkedPayment; answer: AuthenticateByLinkRequest['outcome'] };

async function askBank(deps: Deps, { token, payment, answer }: Question): Promise<Outcome> {
  const { payments, config, ledger } = deps;
  const { charge, paymentIntentId } = payment;
  const reserved = await ledger.collections.reserveForPayer(charge.id);
  if (reserved.outcome === 'not_waiting') throw new ProblemError('state_conflict', NOTHING_TO_CONFIRM);
  if (reserved.outcome !== 'reserved') return { outcome: 'refused' };
  const order = {
    // One attempt is one question to the bank, however often the payer asks for it.
    idempotencyKey: `chg:${charge.id}:payer:${reserved.attempt}`,
    paymentIntentId,
    stripePaymentMethodId: reserved.stripePaymentMethodId,
    returnUrl: new URL(`/pay/${token}`, config.publicUrl).toString(),
  };
  const asked = await payments.confirmOnSession(order).catch(async (error: unknown) => {
    if (reserved.isSole)
      await record(deps, payment, { outcome: 'unknown', paymentIntentId, detail: 'the call failed' });
    throw error;
  });
  // Beside another call that asks the same, having heard nothing says nothing.
  if (asked.outcome !== 'unknown' || reserved.isSole) await record(deps, payment, asked);
  if (answer === undefined || asked.outcome !== 'requiresAction') return asked;
  if (payments.mode !== 'emulator' || config.stripeApiUrl === null)
    throw fieldProblem('validation_failed', 'outcome', 'is only for the Stripe emulator');
  await controlEmulator(config.stripeApiUrl, {
    path: `/payment-intents/${encodeURIComponent(paymentIntentId)}/authenticate`,
    body: { outcome: answer },
  });
  const seen = await lookUp(deps, payment);
  await record(deps, payment, seen.outcome === 'unknown' ? null : seen);
  return seen;
}

type Context = { link: PayerLink; payment: LinkedPayment };

function payerOutcome(outcome: Outcome, { link, payment }: Context): PayerOutcomeResource {
  const { amount } = payment.charge;
  switch (outcome.outcome) {
    case 'succeeded':
      return {
        ...plainOutcome('done', [`${formatMoney(amount)} was paid to ${link.accountName}. Thank you.`]),
        receipt: {
          amount: moneyToJson(amount),
          reference: payment.paymentIntentId,
          at: new Date().toISOString(),
        },
      };
    case 'processing':
    case 'unknown':
      return PROCESSING;
    case 'requiresAction':
      return 'redirectUrl' in outcome || outcome.decline === null
        ? bankQuestion('redirectUrl' in outcome ? outcome.redirectUrl : null)
        : declinedOutcome(outcome.decline, 'Nothing was charged. You can try again here.');
    case 'declined':
      return declinedOutcome(outcome.decline, 'Nothing was charged. You can try again here.');
    case 'notAttempted':
      return declinedOutcome(null, 'Nothing was charged. You can try again here.');
    case 'refused':
      return declinedOutcome(null, 'This card cannot be tried again for now. Please use another card.');
    case 'canceled':
      throw linkDead('revoked');
  }
}
