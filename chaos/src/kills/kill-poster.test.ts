import { testBackends } from '@drawdown/stack/testing';
import { expect, test } from 'vitest';
import { killPoster } from './kill-poster.ts';

test('a poster killed in the middle of its work is taken over by another one, nothing lost or doubled', async () => {
  const databaseUrl = await testBackends.createDatabase();
  const { postings } = await killPoster({ databaseUrl, seed: 1, rounds: 2, postings: 150 });
  expect(postings).toBe(450);
});
