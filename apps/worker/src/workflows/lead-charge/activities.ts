import { proxyActivities } from '@temporalio/workflow';
import type { LeadChargeLedgerActivities } from '../../activities/lead-charge-ledger.ts';

/** Our own database: repeated for as long as it takes, because what must be written must be written. */
export const ledger = proxyActivities<LeadChargeLedgerActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '250 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});
