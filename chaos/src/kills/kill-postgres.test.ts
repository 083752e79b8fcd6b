import { expect, test } from 'vitest';
import { killPostgres } from './kill-postgres.ts';

test('a Postgres killed under load loses no acknowledged answer and doubles none that is asked again', async () => {
  const { postings } = await killPostgres({ seed: 1, rounds: 2 });
  expect(postings).toBeGreaterThan(60);
}, 60_000);
