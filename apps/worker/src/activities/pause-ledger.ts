import type { Ledger } from '@drawdown/ledger';
import type { Failpoints } from '../failpoints/failpoints.ts';
import { type PauseView, pauseView } from './pause-view.ts';
import { rowMissing } from './row-missing.ts';

export type PauseLedgerActivities = ReturnType<typeof createPauseLedgerActivities>;

/** The records of a pause. Each may be repeated: the database decides what is true, and tells it once. */
export function createPauseLedgerActivities(deps: {
  ledger: Pick<Ledger, 'pauses' | 'changes'>;
  failpoints: Failpoints;
}) {
  const { ledger, failpoints } = deps;
  return { readPause, remindOfPause, recheckPause, resumeByHand };

  async function readPause(buyerId: string): Promise<PauseView> {
    failpoints.hit('pause:before-read');
    const facts = await ledger.pauses.facts(buyerId);
    failpoints.hit('pause:after-read');
    return pauseView(facts);
  }

  async function remindOfPause(input: { buyerId: string; episodeId: string; number: number }): Promise<void> {
    failpoints.hit('pause:before-remind');
    await ledger.pauses.remind(input);
    failpoints.hit('pause:after-remind');
  }

  /** Closes what has lost its cause without anybody having noticed; answers how many reasons. */
  async function recheckPause(input: { accountId: string; buyerId: string }): Promise<number> {
    failpoints.hit('pause:before-recheck');
    const closed = await ledger.pauses.recheck(input.buyerId);
    failpoints.hit('pause:after-recheck');
    if (closed > 0) publish(input);
    return closed;
  }

  async function resumeByHand(input: {
    accountId: string;
    buyerId: string;
    by: string;
    note: string;
    workflowId: string;
  }): Promise<'resumed' | 'not_paused'> {
    const { accountId, buyerId, by, note, workflowId } = input;
    const actor = { kind: 'workflow', id: workflowId, label: by } as const;
    failpoints.hit('pause:before-resume');
    const { outcome } = await ledger.pauses.resume({ accountId, buyerId, note }, actor);
    failpoints.hit('pause:after-resume');
    if (outcome === 'buyer_not_found') throw rowMissing('buyer');
    publish(input);
    return outcome;
  }

  function publish({ accountId, buyerId }: { accountId: string; buyerId: string }): void {
    ledger.changes.publish(accountId, { type: 'buyer.changed', buyerId });
  }
}
