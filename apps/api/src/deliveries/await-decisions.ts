import type { DeliverLeadResult } from '@drawdown/ledger';
import { awaitDecision, type DecisionDeps } from './await-decision.ts';

/** Starting a workflow takes Temporal some milliseconds; more at once would only wait for each other there. */
const AT_ONCE = 25;

/**
 * The same for the pending leads of a batch, all within the longest time that one of them may wait. Those for which there is
 * no time left are started by the outbox.
 */
export async function awaitDecisions(
  deps: DecisionDeps,
  decided: DeliverLeadResult[],
  leads: readonly { waitMs: number }[],
): Promise<DeliverLeadResult[]> {
  const results = [...decided];
  const places = [...decided.entries()].flatMap(([place, { outcome }]) =>
    outcome === 'pending' ? [place] : [],
  );
  const waits = places.map((place) => leads[place]?.waitMs ?? 0);
  const deadline = Date.now() + Math.max(0, ...waits);
  await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
  return results;

  async function takeTurns(): Promise<void> {
    for (let place = places.shift(); place !== undefined; place = places.shift()) {
      const pending = decided[place];
      const waitMs = deadline - Date.now();
      if (pending?.outcome !== 'pending' || waitMs < 0) continue;
      results[place] = await awaitDecision(deps, pending, waitMs);
    }
  }
}
