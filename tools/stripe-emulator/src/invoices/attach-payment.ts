import { stateConflict } from '../errors/invalid-request.ts';
import type { Invoice } from '../objects.ts';
import { requiredIntent } from '../payment-intents/intent.ts';
import type { Scope } from '../scope.ts';
import { requireStatus } from './invoice.ts';
import { linkPayment } from './payment.ts';
import { settlePayment } from './settle.ts';

/** Counts an existing payment towards an open invoice: at once if it has succeeded, else when it does. */
export function attachPayment(scope: Scope, invoice: Invoice, intentId: string): Invoice {
  requireStatus(invoice, ['open'], 'attach a payment to');
  const intent = requiredIntent(scope, intentId, 'payment_intent');
  if (intent.currency !== invoice.currency || intent.status === 'canceled')
    throw stateConflict({
      param: 'payment_intent',
      message: `This PaymentIntent (${intent.currency}, ${intent.status}) cannot pay an invoice in ${invoice.currency}.`,
    });
  const linked = scope.tables.invoicePayments.find(
    (payment) => payment.payment.payment_intent === intent.id && payment.status !== 'canceled',
  );
  if (linked)
    throw stateConflict({
      param: 'payment_intent',
      message: `This PaymentIntent is already attached to invoice ${linked.invoice}.`,
    });
  const payment = linkPayment(scope, { invoice, intent, amount: intent.amount, isDefault: false });
  return intent.status === 'succeeded' ? settlePayment(scope, payment, intent) : invoice;
}
