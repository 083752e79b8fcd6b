import { testBackends } from '@drawdown/stack/testing';
import { describe, expect, test } from 'vitest';
import { openHurriedStage } from '../stage/hurried.ts';
import { openSkippingStage } from '../stage/time-skipping.ts';
import { surviveOutage } from './outage.ts';

/** The command `outage` has all of them, in real time. */
describe('Stripe 500/timeouts for 30 min across 1 000 wallets: no failure counter moves, no pause, no mails', () => {
  test('of which 50 live through half an hour that is skipped', async ({ skip }) => {
    const stage = await openSkippingStage(await testBackends.createDatabase());
    if (stage === null) return skip('there is no Temporal server that skips time');
    const survived = await surviveOutage({ stage, wallets: 50, phaseMinutes: 15 });
    expect(survived.topUps).toBe(50);
  }, 180_000);

  test('of which 10 live through as many tries in some seconds', async () => {
    const stage = await openHurriedStage({
      databaseUrl: await testBackends.createDatabase(),
      temporalAddress: testBackends.temporalAddress(),
    });
    const survived = await surviveOutage({ stage, wallets: 10, phaseMinutes: 0.1 });
    expect(survived.topUps).toBe(10);
  }, 180_000);
});
