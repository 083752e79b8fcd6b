import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Where a crash test may stop the worker: around each step after which money could be lost or taken twice. */
export const FAILPOINTS = [
  'top-up:before-create',
  'top-up:after-create',
  'top-up:before-confirm',
  'top-up:after-confirm',
  'top-up:before-credit',
  'top-up:after-credit',
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
