import { testBackends } from '@drawdown/stack/testing';
import { test } from 'vitest';
import { raceOnOneWallet } from './processes-on-one-wallet.ts';

test('two processes asking for 200 leads at once get exactly the 100 that the wallet can pay for', async () => {
  const databaseUrl = await testBackends.createDatabase();
  await raceOnOneWallet({ databaseUrl, seed: 1, rounds: 3, processes: 2, leads: 200, affordable: 100 });
});
