import { describe, expect, it } from 'vitest';
import type { InvoiceView } from '../../activities/invoice-view.ts';
import { nextStep } from './next-step.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const dueAtMs = Date.parse('2026-12-15T00:00:00Z');

const open: InvoiceView = {
  invoiceId: 'inv_1',
  accountId: 'acc_1',
  buyerId: 'buy_1',
  buyerName: 'Acme Solar',
  kind: 'net_terms',
  period: '2026-11',
  currency: 'USD',
  status: 'open',
  isOverdue: false,
  pausesWhenOverdue: true,
  amountMinor: 100_00,
  paidMinor: 0,
  dueMinor: 100_00,
  dueWords: '$100.00',
  dueAt: new Date(dueAtMs).toISOString(),
  stripeInvoiceId: 'in_1',
  hasCard: true,
  attempts: 0,
  isUndecided: false,
  untold: [],
};
const fresh = { reminded: 0, remindedBeforeDue: false, lookAtMs: 0, triedOnDueDate: false };
const at = (days: number) => dueAtMs + days * DAY_MS;
const step = (view: Partial<InvoiceView>, days: number, progress: Partial<typeof fresh> = {}) =>
  nextStep({ ...open, ...view }, { ...fresh, ...progress }, at(days));

describe('what an invoice needs next', () => {
  it('is to be issued, and nothing once it has ended', () => {
    expect(step({ status: 'draft' }, -14)).toEqual({ step: 'issue' });
    for (const status of ['paid', 'void', 'written_off'] as const)
      expect(step({ status }, 0)).toEqual({ step: 'end' });
  });

  it('is a reminder three days before it is due, once', () => {
    expect(step({ kind: 'manual' }, -14)).toMatchObject({ step: 'wait', untilMs: at(-3) });
    expect(step({}, -14)).toMatchObject({ step: 'wait', untilMs: at(-13) });
    expect(step({}, -3)).toMatchObject({ step: 'remind', occasion: 'due-soon' });
    expect(step({}, -0.5, { remindedBeforeDue: true })).toMatchObject({ step: 'wait', untilMs: dueAtMs });
  });

  it('is the card on file on the due date, once', () => {
    expect(step({}, 0)).toEqual({ step: 'pay' });
    expect(step({ attempts: 1 }, 0)).toEqual({ step: 'overdue' });
    expect(step({}, 0, { triedOnDueDate: true })).toEqual({ step: 'overdue' });
    expect(step({ hasCard: false }, 0)).toEqual({ step: 'overdue' });
    expect(step({ kind: 'manual' }, 0)).toEqual({ step: 'overdue' });
    expect(step({ isOverdue: true }, 5)).toMatchObject({ step: 'wait' });
  });

  it('is to find out what became of an attempt, before anything else', () => {
    expect(step({ isUndecided: true, attempts: 1 }, -5)).toEqual({ step: 'pay' });
    expect(step({ isUndecided: true, attempts: 1 }, 3, { lookAtMs: at(4) })).toMatchObject({
      step: 'wait',
      untilMs: at(4),
    });
  });

  it('is to remind while delivery goes on; a pause reminds of itself', () => {
    const going = { isOverdue: true, pausesWhenOverdue: false, attempts: 1 };
    expect(step(going, 1)).toMatchObject({ step: 'remind', occasion: 'overdue-1', number: 1 });
    expect(step(going, 8, { reminded: 1 })).toMatchObject({ step: 'remind', number: 3 });
    expect(step(going, 8, { reminded: 3 })).toMatchObject({ step: 'wait', untilMs: at(9) });
    expect(step({ ...going, kind: 'manual' }, 8, { reminded: 3 })).toMatchObject({ untilMs: at(14) });
  });
});
