import type { InvoiceKind, InvoiceStatus, PaymentSource } from '@drawdown/shared/codes';
import type { InvoiceSummaryResource } from '@drawdown/shared/http';

export const KIND_WORDS: Record<InvoiceKind, string> = {
  net_terms: 'Net terms',
  manual: 'Manual statement',
  top_up: 'Top-up receipt',
};

export const STATUS_WORDS: Record<InvoiceStatus, string> = {
  draft: 'Being made',
  open: 'Open',
  overdue: 'Overdue',
  paid: 'Paid',
  void: 'Void',
  written_off: 'Written off',
};

export const SOURCE_WORDS: Record<PaymentSource, string> = {
  card_on_file: 'Card on file',
  hosted_page: 'Stripe’s page',
  outside: 'Outside Stripe',
};

const MONTHS = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `November 2026`, `Week 47 of 2026`; a period that was closed early has a part: `November 2026, part 2`. */
export function periodWords(period: string | null): string {
  if (period === null) return '';
  const [text = '', part] = period.split('.');
  const partWords = part ? `, part ${part}` : '';
  const week = /^(\d{4})-W(\d{2})$/.exec(text);
  if (week) return `Week ${Number(week[2])} of ${week[1]}${partWords}`;
  if (/^\d{4}-\d{2}$/.test(text)) return `${MONTHS.format(new Date(`${text}-01T00:00:00Z`))}${partWords}`;
  return period;
}

/** What an invoice goes by: Stripe's number, else its period, else its id. */
export function invoiceName({
  stripe,
  period,
  id,
}: Pick<InvoiceSummaryResource, 'stripe' | 'period' | 'id'>): string {
  return stripe.number ?? (periodWords(period) || id);
}
