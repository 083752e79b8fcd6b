import { testBackends } from '@drawdown/stack/testing';
import { expect, test } from 'vitest';
import { surviveOutage } from './outage.ts';

const WALLETS = 50;

test('Stripe 500/timeouts for 30 min across many wallets: no failure counter moves, no pause, no mails', async ({
  skip,
}) => {
  const survived = await surviveOutage({
    databaseUrl: await testBackends.createDatabase(),
    wallets: WALLETS,
  });
  if (survived === null) return skip('there is no Temporal server that skips time');
  expect(survived.topUps).toBe(WALLETS);
}, 180_000);
