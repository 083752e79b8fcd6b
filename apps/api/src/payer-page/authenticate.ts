import { randomUUID } from 'node:crypto';
import type { PayerLink } from '@drawdown/ledger';
import type { LookedUp, OnSessionOutcome } from '@drawdown/payments';
import type { AuthenticateByLinkRequest, PayerOutcomeResource } from '@drawdown/shared/http';
import { formatMoney, moneyToJson } from '@drawdown/shared/money';
import type { Deps } from '../deps.ts';
import { fieldProblem } from '../http/problem.ts';
import { controlEmulator } from '../test-controls/emulator.ts';
import { linkDead, requireLink } from './open.ts';
import { bankQuestion, declinedOutcome, PROCESSING, plainOutcome } from './outcome.ts';
import type { LinkedPayment } from './payment-of.ts';
import { paymentOf } from './payment-of.ts';

type AuthenticateInput = { token: string; body: AuthenticateByLinkRequest };

type Outcome = OnSessionOutcome | LookedUp;

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
  const outcome =
    body.returned || before.outcome === 'succeeded' || isOver(before)
      ? before
      : await askBank(deps, { token, payment, answer: body.outcome });
  await deps.chargeWorkflows.paymentChanged(payment.charge);
  if (outcome.outcome === 'succeeded' || outcome.outcome === 'processing')
    await deps.ledger.payerLinks.use(token, { topUpId: payment.charge.topUpId });
  return payerOutcome(outcome, { link, payment });
}

function lookUp({ payments }: Deps, { paymentIntentId }: LinkedPayment) {
  return payments.lookUpPaymentIntent(paymentIntentId, { knownStripeChargeIds: [] });
}

function isOver({ outcome }: Outcome): boolean {
  return outcome === 'processing' || outcome === 'canceled' || outcome === 'unknown';
}

type Question = { token: string; payment: LinkedPayment; answer: AuthenticateByLinkRequest['outcome'] };

async function askBank(deps: Deps, { token, payment, answer }: Question): Promise<Outcome> {
  const { payments, config } = deps;
  const { charge, paymentIntentId } = payment;
  const asked = await payments.confirmOnSession({
    // The PaymentIntent was just seen unpaid; each question to the bank is a new one.
    idempotencyKey: `chg:${charge.id}:payer:${randomUUID()}`,
    paymentIntentId,
    stripePaymentMethodId:
      charge.attempts.at(-1)?.stripePaymentMethodId ?? charge.paymentMethod.stripePaymentMethodId,
    returnUrl: new URL(`/pay/${token}`, config.publicUrl).toString(),
  });
  if (answer === undefined || asked.outcome !== 'requiresAction') return asked;
  if (payments.mode !== 'emulator' || config.stripeApiUrl === null)
    throw fieldProblem('validation_failed', 'outcome', 'is only for the Stripe emulator');
  await controlEmulator(config.stripeApiUrl, {
    path: `/payment-intents/${encodeURIComponent(paymentIntentId)}/authenticate`,
    body: { outcome: answer },
  });
  return lookUp(deps, payment);
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
    case 'canceled':
      throw linkDead('revoked');
  }
}
