import { declineWords } from '@drawdown/shared/payments';
import type { InvoiceWishResult } from '@drawdown/shared/workflows';
import { sleep } from '@temporalio/workflow';
import type { BegunPayment } from '../../activities/invoice-ledger.ts';
import type { InvoiceView } from '../../activities/invoice-view.ts';
import { reconciling } from '../charging/activities.ts';
import type { Company, KnownOutcome } from '../charging/attempt.ts';
import { lookDelayMs } from '../charging/delays.ts';
import { askUntilKnown } from '../charging/unknown.ts';
import { charging, records, stripe } from './activities.ts';
import type { Flow } from './flow.ts';
import { showCharging, showUnknownCharge } from './operator-view.ts';
import { untilAnswered } from './until-answered.ts';

type Ready = Extract<BegunPayment, { outcome: 'ready' }>;
type Paying = { stripeInvoiceId: string; paymentIntentId: string; attempt: Ready };

/** Charges a card of the buyer for what is left of an invoice, through the invoice's own PaymentIntent. */
export async function payWithCard(
  { progress }: Flow,
  view: InvoiceView,
  paymentMethodId: string | null,
): Promise<InvoiceWishResult> {
  const { invoiceId, stripeInvoiceId, dueWords } = view;
  if (stripeInvoiceId === null) return refused('This invoice is not collected through Stripe.');
  const { ownPaymentIntentId: paymentIntentId } = await untilAnswered(view, 'how this invoice is paid', () =>
    stripe.lookUpStripeInvoice(stripeInvoiceId),
  );
  if (paymentIntentId === null) return refused('Nothing is left to pay of it.');
  const attempt = await records.beginPayment({ invoiceId, paymentMethodId, paymentIntentId });
  switch (attempt.outcome) {
    case 'no_card':
      return refused('The buyer has no card on file that could be charged.');
    case 'not_open':
      return refused('Nothing is left to pay of it.');
    case 'card_closed':
      return refused(`The card may not be tried again before ${attempt.until.slice(0, 10)}.`);
    case 'ready':
      break;
  }
  showCharging(view);
  const outcome = await charge(aloneWith(view), { stripeInvoiceId, paymentIntentId, attempt });
  const { chargeId, attempt: number } = attempt;
  await records.recordInvoiceAttempt({ chargeId, attempt: number, outcome });
  switch (outcome.outcome) {
    case 'succeeded':
      return { outcome: 'paid', words: `${dueWords} was charged.` };
    case 'declined':
      return { outcome: 'declined', words: declineWords(outcome.decline.code).message };
    case 'requiresAction':
      return {
        outcome: 'declined',
        words: 'The bank asks for the payer: he has to pay on the invoice page.',
      };
    case 'processing':
      progress.lookAtMs = Date.now() + lookDelayMs({ looks: 6, waitedMs: 0 });
      return { outcome: 'waiting', words: 'Stripe is processing the payment.' };
    case 'canceled':
      return refused('The invoice was closed at Stripe in the meantime.');
  }
}

async function charge(
  company: Company,
  { stripeInvoiceId, paymentIntentId, attempt }: Paying,
): Promise<KnownOutcome> {
  const { chargeId, attempt: number, stripePaymentMethodId, begunBefore, knownStripeChargeIds } = attempt;
  const lookUp = async (): Promise<KnownOutcome | null> => {
    const seen = await reconciling.lookUpPaymentIntent({ paymentIntentId, knownStripeChargeIds });
    return seen.outcome === 'notAttempted' ? null : seen;
  };
  const seen = begunBefore ? await lookUp() : null;
  if (seen) return seen;
  return askUntilKnown<KnownOutcome>(company, {
    purpose: 'charge the card for the invoice',
    begun: true,
    key: `chg:${chargeId}:confirm:${number}`,
    lookUp,
    giveUp: async () => ({ outcome: 'canceled', paymentIntentId }),
    ask: (idempotencyKey, summary, probe) => {
      const payment = { stripeInvoiceId, paymentIntentId, stripePaymentMethodId };
      const order = { idempotencyKey, ...payment, ...(probe !== null && { probe }) };
      return charging.payStripeInvoice.executeWithOptions({ summary }, [order]).catch((error: unknown) => ({
        outcome: 'unknown' as const,
        detail: error instanceof Error ? error.message : String(error),
      }));
    },
  });
}

/** Nobody is heard while a card is being charged: it takes seconds, and what was said is acted on right after. */
function aloneWith(view: InvoiceView): Company {
  return {
    async listen({ delayMs, summary }) {
      await sleep(delayMs, { summary });
      return 'nothing';
    },
    async stillUnknown({ purpose, detail, lookAt }) {
      showUnknownCharge(view, { purpose: `to ${purpose}`, detail, lookAt });
    },
    stillProcessing: async () => undefined,
    refuseToStop: async () => undefined,
  };
}

function refused(words: string): InvoiceWishResult {
  return { outcome: 'refused', words };
}
