import { emit } from '../events/emit.ts';
import type { Invoice } from '../objects.ts';
import type { Scope } from '../scope.ts';
import { requireStatus } from './invoice.ts';
import { cancelOpenPayments } from './settle.ts';

/** Voids an invoice; its PaymentIntent is cancelled, so it can never be paid. */
export function voidInvoice(scope: Scope, invoice: Invoice): Invoice {
  requireStatus(invoice, ['open', 'uncollectible'], 'void');
  const voided = scope.tables.invoices.update(invoice.id, {
    status: 'void',
    status_transitions: { ...invoice.status_transitions, voided_at: scope.nowSeconds },
  });
  cancelOpenPayments(scope, invoice.id, 'void_invoice');
  emit(scope, { type: 'invoice.voided', object: voided });
  return voided;
}

/** Writes an invoice off; it may still be paid later. */
export function markUncollectible(scope: Scope, invoice: Invoice): Invoice {
  requireStatus(invoice, ['open'], 'mark as uncollectible');
  const written = scope.tables.invoices.update(invoice.id, {
    status: 'uncollectible',
    status_transitions: { ...invoice.status_transitions, marked_uncollectible_at: scope.nowSeconds },
  });
  emit(scope, { type: 'invoice.marked_uncollectible', object: written });
  return written;
}
