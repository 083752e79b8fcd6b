import { testBackends } from '@drawdown/stack/testing';
import { expect } from 'vitest';
import { openStage, type Stage } from './open-stage.ts';

export type TestStage = Stage & {
  /** After each test: whatever happened, the books are in order. */
  audit(): Promise<void>;
};

/** A stage on the servers of the test run. */
export async function openTestStage(options: { webhooks?: boolean } = {}): Promise<TestStage> {
  const stage = await openStage({
    databaseUrl: await testBackends.createDatabase(),
    temporalAddress: testBackends.temporalAddress(),
    ...options,
  });
  return {
    ...stage,
    async audit() {
      expect(await stage.bench.ledger.checkInvariants()).toEqual([]);
    },
  };
}
