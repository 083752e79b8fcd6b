import type { ChargeOutcome } from '@drawdown/shared/payments';
import { Stripe } from 'stripe';
import { settle } from '../charges/settle.ts';
import { orProviderError } from '../gateway/failure.ts';
import { createInvoiceLookUp } from './look-up.ts';

export type PayInvoiceInput = {
  idempotencyKey: string;
  stripeInvoiceId: string;
  /** The invoice's own PaymentIntent: the hosted page and this call can never both be paid. */
  paymentIntentId: string;
  stripePaymentMethodId: string;
};

export function createInvoicePayments(stripe: Stripe) {
  const { lookUpInvoice } = createInvoiceLookUp(stripe);
  return { payInvoice, markInvoicePaidOutside };

  /** Charges a saved card for what is left of an open invoice. Declines are answers; `unknown` must be looked up. */
  async function payInvoice(input: PayInvoiceInput): Promise<ChargeOutcome> {
    const { idempotencyKey, stripeInvoiceId, paymentIntentId, stripePaymentMethodId } = input;
    const { outcome } = await settle(stripe, paymentIntentId, async () => {
      try {
        await stripe.invoices.pay(
          stripeInvoiceId,
          { payment_method: stripePaymentMethodId, off_session: true },
          { idempotencyKey },
        );
      } catch (error) {
        // Paid on the hosted page in the same moment, closed, or the bank asks for the payer: its PaymentIntent says which.
        if (!saysIntent(error)) throw error;
      }
      return stripe.paymentIntents.retrieve(paymentIntentId);
    });
    return outcome;
  }

  /** All that is left was paid outside Stripe. Harmless where nothing is left. */
  async function markInvoicePaidOutside(input: {
    idempotencyKey: string;
    stripeInvoiceId: string;
  }): Promise<void> {
    const { idempotencyKey, stripeInvoiceId } = input;
    const present = await lookUpInvoice(stripeInvoiceId);
    if (present.status !== 'open' && present.status !== 'uncollectible') return;
    await orProviderError(
      stripe.invoices.pay(stripeInvoiceId, { paid_out_of_band: true }, { idempotencyKey }),
    );
  }
}

const ASK_INTENT = new Set([
  'invoice_already_paid',
  'status_transition_invalid',
  'invoice_not_editable',
  'invoice_payment_intent_requires_action',
]);

function saysIntent(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeError && ASK_INTENT.has(error.code ?? '');
}
