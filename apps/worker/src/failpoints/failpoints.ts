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
  'pause:before-read',
  'pause:after-read',
  'pause:before-remind',
  'pause:after-remind',
  'pause:before-resume',
  'pause:after-resume',
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
