import type { Ledger } from '@drawdown/ledger';
import type { PaymentGateway } from '@drawdown/payments';
import type { Logger } from 'pino';
import { startLoop } from '../loop/loop.ts';
import type { DisputeWorkflows } from '../temporal/dispute-workflows.ts';
import type { InvoiceWorkflows } from '../temporal/invoice-workflows.ts';
import type { PauseWorkflows } from '../temporal/pause-workflows.ts';
import { startInvoicePeriods } from './invoice-periods.ts';
import { restartLostDisputes } from './lost-disputes.ts';
import { recheckPauses, restartLostPauses } from './lost-pauses.ts';
import { receiveMissedEvents } from './missed-stripe-events.ts';
import { letGoOfSpentCards } from './spent-cards.ts';
import { watchUnknownOutcomes } from './unknown-outcomes.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const TOP_UPS_AT_ONCE = 200;
const HOLDS_AT_ONCE = 1_000;
/** Webhooks that are only late are no reason to look at what Stripe listed an hour ago; a stop of days is. */
const EVENTS_OVERLAP_MS = 30 * MINUTE_MS;
const EVENTS_AT_START_MS = 3 * 24 * HOUR_MS;

export type SweepsDeps = {
  ledger: Ledger;
  payments: PaymentGateway;
  pauseWorkflows: PauseWorkflows;
  invoiceWorkflows: InvoiceWorkflows;
  disputeWorkflows: DisputeWorkflows;
  log: Logger;
};

/**
 * What finds what an earlier look missed. Every one may run twice, or in several processes at once: the database keeps
 * each effect single.
 */
export function startSweeps(deps: SweepsDeps): { stop(): Promise<void> } {
  const { ledger, log } = deps;
  let eventsAfterMs = Date.now() - EVENTS_AT_START_MS;
  const loops = [
    every('sweep of Stripe events', 5 * MINUTE_MS, async () => {
      const startedAtMs = Date.now();
      await receiveMissedEvents(deps, new Date(eventsAfterMs));
      eventsAfterMs = startedAtMs - EVENTS_OVERLAP_MS;
    }),
    every('sweep of lost pauses', MINUTE_MS, () => restartLostPauses(deps)),
    every('sweep of lost disputes', MINUTE_MS, () => restartLostDisputes(deps)),
    every('sweep of invoice periods', MINUTE_MS, () => startInvoicePeriods(deps)),
    every('watch of unknown outcomes', MINUTE_MS, () => watchUnknownOutcomes(deps)),
    every('recheck of pauses', 10 * MINUTE_MS, () => recheckPauses(deps)),
    every('sweep of automatic top-ups', MINUTE_MS, async () => {
      const started = await ledger.autoTopUps.sweep(TOP_UPS_AT_ONCE);
      if (started.length > 0)
        log.warn({ topUpIds: started }, 'automatic top-ups were due and had not started; started them');
    }),
    every('sweep of cards for one payment', MINUTE_MS, () => letGoOfSpentCards(deps)),
    // Until then an expired hold still reserves its money.
    every('expiry of holds', 1_000, () => ledger.holds.expireDue(HOLDS_AT_ONCE)),
    // Each card and step is told once, so that looking every hour means "at night" in no particular time zone.
    every('sweep of expiring cards', HOUR_MS, () => ledger.paymentMethods.noticeExpiring(new Date())),
  ];
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };

  function every(name: string, pauseMs: number, sweep: () => Promise<unknown>) {
    return startLoop({
      name,
      log,
      pauseMs,
      turn: async () => {
        await sweep();
        return 'idle';
      },
    });
  }
}
