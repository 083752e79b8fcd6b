import type { InvoiceFacts } from '@drawdown/ledger';
import { formatMoney } from '@drawdown/shared/money';

/** What the process of an invoice acts on; safe to keep in its history: ids, codes, sums and words. */
export type InvoiceView = {
  invoiceId: string;
  accountId: string;
  buyerId: string;
  buyerName: string;
  kind: 'net_terms' | 'manual';
  period: string;
  currency: string;
  status: 'draft' | 'open' | 'paid' | 'void' | 'written_off';
  isOverdue: boolean;
  /** Under the policy `continue` delivery goes on while an invoice is overdue. */
  pausesWhenOverdue: boolean;
  amountMinor: number;
  paidMinor: number;
  dueMinor: number;
  dueWords: string;
  /** RFC 3339; null until it is issued. */
  dueAt: string | null;
  stripeInvoiceId: string | null;
  hasCard: boolean;
  /** How often a card was tried for it. */
  attempts: number;
  /** Nobody knows yet what became of the newest of them. */
  isUndecided: boolean;
  /** What lowered it and Stripe has not been told of. */
  untold: { kind: 'credit_note' | 'payment'; id: string; amountMinor: number; words: string }[];
};

export function invoiceView({ input, invoice, buyerName, ...facts }: InvoiceFacts): InvoiceView {
  const { amount, paid, amountDue, status, dueAt } = invoice;
  return {
    invoiceId: invoice.id,
    accountId: input.accountId,
    buyerId: input.buyerId,
    buyerName,
    kind: input.kind,
    period: input.period,
    currency: amount.currency,
    status: status === 'overdue' ? 'open' : status,
    isOverdue: status === 'overdue',
    pausesWhenOverdue: facts.failurePolicy === 'pause',
    amountMinor: Number(amount.amountMinor),
    paidMinor: Number(paid.amountMinor),
    dueMinor: Number(amountDue.amountMinor),
    dueWords: formatMoney(amountDue),
    dueAt: dueAt?.toISOString() ?? null,
    stripeInvoiceId: invoice.stripeInvoiceId,
    hasCard: facts.cardId !== null,
    attempts: facts.charge?.attempts ?? 0,
    isUndecided: (facts.charge?.undecided ?? null) !== null,
    untold: facts.untold.map(({ kind, id, amount: sum, words }) => ({
      kind,
      id,
      amountMinor: Number(sum.amountMinor),
      words,
    })),
  };
}
