import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Where a crash test may stop the worker: before and after each step of a workflow that changes anything outside it. An
 * attempt of `topUp` and `chargeRetry` is reserved, confirmed and recorded by the same steps.
 */
export const FAILPOINTS = [
  'top-up:before-reserve',
  'top-up:after-reserve',
  'top-up:before-create',
  'top-up:after-create',
  'top-up:before-begin',
  'top-up:after-begin',
  'top-up:before-confirm',
  'top-up:after-confirm',
  'top-up:before-record-decline',
  'top-up:after-record-decline',
  'top-up:before-credit',
  'top-up:after-credit',
  'top-up:before-cancel',
  'top-up:after-cancel',
  'charge-retry:before-reserve',
  'charge-retry:after-reserve',
  'charge-retry:before-create',
  'charge-retry:after-create',
  'charge-retry:before-confirm',
  'charge-retry:after-confirm',
  'charge-retry:before-record-decline',
  'charge-retry:after-record-decline',
  'charge-retry:before-record-paid',
  'charge-retry:after-record-paid',
  'charge-retry:before-cancel',
  'charge-retry:after-cancel',
  'charge-retry:before-close',
  'charge-retry:after-close',
  'lead-charge:before-reserve',
  'lead-charge:after-reserve',
  'lead-charge:before-create',
  'lead-charge:after-create',
  'lead-charge:before-begin',
  'lead-charge:after-begin',
  'lead-charge:before-confirm',
  'lead-charge:after-confirm',
  'lead-charge:before-record-decline',
  'lead-charge:after-record-decline',
  'lead-charge:before-cancel',
  'lead-charge:after-cancel',
  'lead-charge:before-refuse',
  'lead-charge:after-refuse',
  'lead-charge:before-deliver',
  'lead-charge:after-deliver',
  'refund:before-create',
  'refund:after-create',
  'refund:before-remember',
  'refund:after-remember',
  'refund:before-settle',
  'refund:after-settle',
  'refund:before-reverse',
  'refund:after-reverse',
  'dispute:before-record',
  'dispute:after-record',
  'dispute:before-remind',
  'dispute:after-remind',
  'pause:before-read',
  'pause:after-read',
  'pause:before-remind',
  'pause:after-remind',
  'pause:before-resume',
  'pause:after-resume',
  'top-up-invoice:before-draft',
  'top-up-invoice:after-draft',
  'top-up-invoice:before-remember',
  'top-up-invoice:after-remember',
  'top-up-invoice:before-line',
  'top-up-invoice:before-finalize',
  'top-up-invoice:before-attach',
  'top-up-invoice:after-attach',
  'top-up-invoice:before-finish',
  'top-up-invoice:after-finish',
  'top-up-invoice:before-credit-note',
  'top-up-invoice:after-credit-note',
  'invoice:before-close',
  'invoice:after-close',
  'invoice:before-create',
  'invoice:after-create',
  'invoice:after-remember',
  'invoice:after-line',
  'invoice:before-finalize',
  'invoice:after-finalize',
  'invoice:before-issue',
  'invoice:after-issue',
  'invoice:before-record-money',
  'invoice:after-record-money',
  'invoice:before-reserve',
  'invoice:after-reserve',
  'invoice:before-pay',
  'invoice:after-pay',
  'invoice:before-record-attempt',
  'invoice:after-record-attempt',
  'invoice:before-overdue',
  'invoice:after-overdue',
  'invoice:before-credit-note',
  'invoice:after-credit-note',
  'invoice:before-close-at-stripe',
  'invoice:after-close-at-stripe',
  'invoice:before-end',
  'invoice:after-end',
] as const;

export type Failpoint = (typeof FAILPOINTS)[number];

export type Failpoints = { hit(name: Failpoint): void };

export const NO_FAILPOINTS: Failpoints = { hit: () => undefined };

/** Kills this process as hard as a power cut would, the first time `armed` is reached; a file remembers that. */
export function createFailpoints({ armed, directory }: { armed: Failpoint; directory: string }): Failpoints {
  const marker = path.join(directory, `${armed.replace(':', '-')}.hit`);
  return {
    hit: (name) => {
      if (name === armed && isFirst(marker)) process.kill(process.pid, 'SIGKILL');
    },
  };
}

function isFirst(marker: string): boolean {
  if (existsSync(marker)) return false;
  writeFileSync(marker, String(process.pid));
  return true;
}
