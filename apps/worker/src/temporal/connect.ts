import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection, type NativeConnectionOptions } from '@temporalio/worker';
import type { Logger } from 'pino';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 2000;
const REMIND_EVERY = 10;

export type ConnectOptions = { connection: NativeConnectionOptions; log: Logger; signal: AbortSignal };

/** Waits for a Temporal that is not there yet, because parts may start in any order. Null when told to stop. */
export async function connectPatiently(options: ConnectOptions): Promise<NativeConnection | null> {
  const { connection, log, signal } = options;
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      return await NativeConnection.connect(connection);
    } catch (error) {
      if (failures % REMIND_EVERY === 0)
        log.warn({ address: connection.address, err: error }, 'Temporal cannot be reached yet; trying again');
      const delayMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 10));
      await sleep(delayMs, undefined, { signal }).catch(() => undefined);
    }
  }
  return null;
}
