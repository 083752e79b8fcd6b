import type { InvoicePeriodInput } from '@drawdown/shared/workflows';
import { patched } from '@temporalio/workflow';
import type { InvoiceView } from '../../activities/invoice-view.ts';
import { show, timeWords } from '../charging/operator-view.ts';
import { nextLook } from '../charging/unknown.ts';

/** In histories from before, nothing was shown while Stripe was asked for something. */
const SHOWS_ASKING = 'what Stripe is asked for is shown';

/** The period still runs. */
export function showOpenPeriod({ period, endsAt }: InvoicePeriodInput): void {
  const at = new Date(endsAt);
  show(`Period ${period}`, {
    flowState: 'period_open',
    words: `Leads of this period are being delivered. It is closed and billed at ${timeWords(at)}.`,
    next: { at, words: 'Closes' },
  });
}

export function showNothingToBill({ period }: InvoicePeriodInput): void {
  show(`Period ${period}`, {
    flowState: 'nothing_to_bill',
    words: 'Nothing is billed for it, or less than can be collected: that is on the next invoice.',
  });
}

/** Stripe is being asked to make it. */
export function showIssuing(view: InvoiceView): void {
  if (!patched(SHOWS_ASKING)) return;
  show(headingOf(view), {
    flowState: 'issuing',
    words: `Having Stripe issue an invoice over ${view.dueWords}.`,
  });
}

/** A card is being charged. */
export function showCharging(view: InvoiceView): void {
  if (!patched(SHOWS_ASKING)) return;
  show(headingOf(view), {
    flowState: 'charging',
    words: `Charging a card of the buyer for ${view.dueWords}.`,
  });
}

type Unanswered = { purpose: string; detail: string; lookAt: Date };

/** Stripe was asked for something and gave no usable answer. */
export function showUnanswered(view: InvoiceView, { purpose, detail, lookAt }: Unanswered): void {
  show(headingOf(view), {
    flowState: 'unknown',
    words: `Stripe gives no usable answer when it is asked ${purpose} (${detail}). Nothing is made or charged twice.`,
    next: nextLook(lookAt),
  });
}

/** The same for a card that was charged: nobody knows yet what came of it. */
export function showUnknownCharge(view: InvoiceView, about: Unanswered): void {
  if (patched(SHOWS_ASKING)) showUnanswered(view, about);
}

/** What it waits for; `untilMs` is when something happens by itself. */
export function showWaiting(
  view: InvoiceView,
  { untilMs, summary }: { untilMs: number; summary: string },
): void {
  const due = view.dueAt === null ? '' : `, due ${timeWords(new Date(view.dueAt))}`;
  const how = howItIsPaid(view);
  const state = view.isOverdue
    ? ` It is overdue${view.pausesWhenOverdue ? ', and the buyer is paused until it is paid' : '; delivery goes on within the credit limit'}.`
    : '';
  show(headingOf(view), {
    flowState: view.isUndecided ? 'processing' : view.isOverdue ? 'overdue' : 'open',
    words: `${view.dueWords} is to be paid${due}.${state} ${how}`,
    ...(Number.isFinite(untilMs) ? { next: { at: new Date(untilMs), words: summary } } : {}),
  });
}

export function showEnded(view: InvoiceView): void {
  show(headingOf(view), { flowState: view.status, words: ENDED_WORDS[view.status] });
}

export function showCanceled({ period }: InvoicePeriodInput): void {
  show(`Period ${period}`, {
    flowState: 'canceled',
    words:
      'This workflow was canceled in Temporal. Nothing is lost: a sweep starts it again within minutes, from what the database and Stripe say.',
  });
}

const ENDED_WORDS: Record<InvoiceView['status'], string> = {
  draft: 'It is about to be issued.',
  open: 'It is open.',
  paid: 'Paid, or credited, in full.',
  void: 'Voided. Its leads stay owed and are on the next invoice.',
  written_off: 'Written off: what was left of it is owed no more.',
};

function headingOf({ buyerName, period, kind, stripeInvoiceId }: InvoiceView): string {
  const where = kind === 'manual' ? 'billed by hand' : (stripeInvoiceId ?? 'not at Stripe yet');
  return `Invoice of ${buyerName} for ${period} (${where})`;
}

function howItIsPaid({ kind, hasCard, attempts, isUndecided }: InvoiceView): string {
  if (isUndecided) return 'Stripe is processing a payment of it.';
  if (kind === 'manual') return 'A payment is recorded on the page of the buyer.';
  if (attempts > 0) return 'The card on file did not pay it: the buyer pays on the invoice page.';
  return hasCard
    ? 'The buyer pays on the invoice page; on the due date the card on file is charged.'
    : 'The buyer pays on the invoice page; there is no card on file.';
}
