import type { Ledger } from '@drawdown/ledger';
import type { SeenDispute } from '@drawdown/shared/payments';
import type { Failpoints } from '../failpoints/failpoints.ts';
import { type DisputeView, disputeView } from './dispute-view.ts';
import { publishDispute } from './publish-dispute.ts';
import { rowMissing } from './row-missing.ts';

export type DisputeLedgerActivities = ReturnType<typeof createDisputeLedgerActivities>;

/** The records of a dispute. Each may be repeated: the database decides what is new, and does it once. */
export function createDisputeLedgerActivities(deps: {
  ledger: Pick<Ledger, 'disputes' | 'changes'>;
  failpoints: Failpoints;
}) {
  const { ledger, failpoints } = deps;
  return { readDispute, recordDispute, remindOfDispute };

  async function readDispute(disputeId: string): Promise<DisputeView> {
    const dispute = await ledger.disputes.find(disputeId);
    if (dispute === null) throw rowMissing('dispute');
    return disputeView(dispute);
  }

  async function recordDispute(seen: SeenDispute): Promise<DisputeView> {
    failpoints.hit('dispute:before-record');
    const recorded = await ledger.disputes.record(seen, 'workflow');
    failpoints.hit('dispute:after-record');
    switch (recorded.outcome) {
      case 'not_ours':
        throw rowMissing('payment');
      case 'not_credited_yet':
        throw new Error(`${recorded.chargeId} is disputed and not yet credited`);
      case 'recorded':
        publishDispute(ledger, recorded.dispute);
        return disputeView(recorded.dispute);
    }
  }

  async function remindOfDispute(input: { disputeId: string; number: number }): Promise<void> {
    failpoints.hit('dispute:before-remind');
    await ledger.disputes.remind(input);
    failpoints.hit('dispute:after-remind');
  }
}
