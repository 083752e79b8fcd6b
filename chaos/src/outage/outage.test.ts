import { testBackends } from '@drawdown/stack/testing';
import { expect, test } from 'vitest';
import { openSkippingStage } from '../stage/time-skipping.ts';
import { surviveOutage } from './outage.ts';

const WALLETS = 50;

test('Stripe 500/timeouts for 30 min across many wallets: no failure counter moves, no pause, no mails', async ({
  skip,
}) => {
  const stage = await openSkippingStage(await testBackends.createDatabase());
  if (stage === null) return skip('there is no Temporal server that skips time');
  const survived = await surviveOutage({ stage, wallets: WALLETS, phaseMinutes: 15 });
  expect(survived.topUps).toBe(WALLETS);
}, 180_000);
