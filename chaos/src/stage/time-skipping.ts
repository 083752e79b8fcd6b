import { findTimeSkippingServer, installQuietRuntime } from '@drawdown/worker/testing';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { openStage } from './open-stage.ts';
import type { TimedStage } from './timed-stage.ts';

/** A stage on a Temporal whose clock skips what nothing happens in; null with a printed reason where it is not to be had. */
export async function openSkippingStage(databaseUrl: string): Promise<TimedStage | null> {
  const server = await findTimeSkippingServer();
  if (!server.found) {
    console.warn(`Skipped, because ${server.reason}`);
    return null;
  }
  installQuietRuntime();
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: server.executable } },
  });
  const stage = await openStage({
    databaseUrl,
    temporalAddress: environment.address,
    namespace: 'default',
  });
  return {
    ...stage,
    sleep: (minutes) => environment.sleep(`${minutes} minutes`),
    letEverythingEnd: () => environment.sleep('3 hours'),
    async close() {
      await stage.close();
      await environment.teardown();
    },
  };
}
