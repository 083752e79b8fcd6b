import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from '@drawdown/ledger';
import type { Asked } from '../temporal/ask-workflow.ts';

const TRIES = 8;
const PAUSE_MS = 400;

type Asking<T> = { accountId: string; chargeId: string; ask: () => Promise<Asked<T>> };

/**
 * Asks the workflow of a failing charge, again for a few seconds where it is only about to start: the decline is told
 * before the workflow waits for messages. While an attempt is really being made the refusal stands, so that asking for a
 * retry can never make a second one after it. @throws when Temporal does not answer in time.
 */
export async function askPatiently<T>(ledger: Ledger, asking: Asking<T>): Promise<Asked<T>> {
  for (let tries = 1; ; tries += 1) {
    const asked = await asking.ask();
    if (asked.outcome === 'answered' || tries === TRIES) return asked;
    const failing = await ledger.collections.get(asking.accountId, asking.chargeId);
    if (failing === null || failing.retryState === 'trying') return asked;
    await sleep(PAUSE_MS);
  }
}
