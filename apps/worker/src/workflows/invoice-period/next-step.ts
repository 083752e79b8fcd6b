import type { InvoiceView } from '../../activities/invoice-view.ts';
import { latestReminderDue, reminderAt } from '../pause/reminders.ts';
import type { Flow } from './flow.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const REMINDED_BEFORE_MS = 3 * DAY_MS;

export type NextStep =
  | { step: 'issue' }
  | { step: 'end' }
  | { step: 'pay' }
  | { step: 'overdue' }
  | { step: 'remind'; kind: 'invoice_issued' | 'invoice_overdue'; occasion: string; number: number }
  | { step: 'wait'; untilMs: number; summary: string };

/** What an invoice needs at this moment, and when it is looked at again where it needs nothing. */
export function nextStep(view: InvoiceView, progress: Flow['progress'], nowMs: number): NextStep {
  if (view.status === 'draft') return { step: 'issue' };
  if (view.status !== 'open') return { step: 'end' };
  const dueAtMs = view.dueAt === null ? nowMs : Date.parse(view.dueAt);
  // Webhooks may never come: what was paid at Stripe is looked for once a day.
  const lookMs = view.kind === 'net_terms' ? nowMs + DAY_MS : Number.POSITIVE_INFINITY;
  if (view.isUndecided) {
    if (nowMs >= progress.lookAtMs) return { step: 'pay' };
    return { step: 'wait', untilMs: progress.lookAtMs, summary: 'Until the next look at Stripe' };
  }
  if (nowMs < dueAtMs) return beforeDue({ dueAtMs, nowMs, lookMs }, progress);
  const isTried = progress.triedOnDueDate || view.attempts > 0 || view.isOverdue;
  if (view.kind === 'net_terms' && view.hasCard && !isTried) return { step: 'pay' };
  if (!view.isOverdue) return { step: 'overdue' };
  // The pause reminds of itself.
  if (view.pausesWhenOverdue) return waitUntil(Math.min(lookMs, nowMs + 7 * DAY_MS), 'the next look');
  const since = new Date(dueAtMs);
  const number = latestReminderDue(since, new Date(nowMs));
  if (number > progress.reminded)
    return { step: 'remind', kind: 'invoice_overdue', occasion: `overdue-${number}`, number };
  return waitUntil(Math.min(lookMs, reminderAt(since, number + 1).getTime()), `reminder ${number + 1}`);
}

type Times = { dueAtMs: number; nowMs: number; lookMs: number };

function beforeDue({ dueAtMs, nowMs, lookMs }: Times, progress: Flow['progress']): NextStep {
  const remindAtMs = dueAtMs - REMINDED_BEFORE_MS;
  if (nowMs >= remindAtMs && !progress.remindedBeforeDue)
    return { step: 'remind', kind: 'invoice_issued', occasion: 'due-soon', number: 0 };
  const nextMs = nowMs < remindAtMs ? remindAtMs : dueAtMs;
  return waitUntil(Math.min(lookMs, nextMs), nextMs === dueAtMs ? 'the due date' : 'the reminder');
}

function waitUntil(untilMs: number, what: string): NextStep {
  return { step: 'wait', untilMs, summary: `Until ${what}` };
}
