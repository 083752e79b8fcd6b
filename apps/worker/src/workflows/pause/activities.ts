import { proxyActivities } from '@temporalio/workflow';
import type { PauseLedgerActivities } from '../../activities/pause-ledger.ts';

/** Our own database: repeated for as long as it takes. */
export const pauses = proxyActivities<PauseLedgerActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '250 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});
