import { setTimeout as delay } from 'node:timers/promises';
import { startTestTemporal } from '@drawdown/stack/testing';
import { openStage } from './open-stage.ts';
import type { TimedStage } from './timed-stage.ts';

const MINUTE_MS = 60_000;

/** A stage on a Temporal of its own, where a minute takes a minute: for more workflows than a skipped clock can bear. */
export async function openRealTimeStage(databaseUrl: string): Promise<TimedStage> {
  const temporal = await startTestTemporal();
  const stage = await openStage({ databaseUrl, temporalAddress: temporal.address });
  return {
    ...stage,
    sleep: (minutes) => delay(minutes * MINUTE_MS),
    letEverythingEnd: async () => {},
    async close() {
      await stage.close();
      await temporal.stop();
    },
  };
}
