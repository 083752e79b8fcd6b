import { setTimeout as delay } from 'node:timers/promises';
import { startTestTemporal } from '@drawdown/stack/testing';
import { openStage } from './open-stage.ts';
import type { TimedStage } from './timed-stage.ts';

const MS = { '1 minute': 60_000, '15 minutes': 900_000 } as const;

/** A stage on a Temporal of its own, where a minute takes a minute: for more workflows than a skipped clock can bear. */
export async function openRealTimeStage(databaseUrl: string): Promise<TimedStage> {
  const temporal = await startTestTemporal();
  const stage = await openStage({ databaseUrl, temporalAddress: temporal.address });
  return {
    ...stage,
    sleep: (duration) => delay(MS[duration]),
    letEverythingEnd: async () => {},
    async close() {
      await stage.close();
      await temporal.stop();
    },
  };
}
