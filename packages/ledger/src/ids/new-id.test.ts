import { isId } from '@drawdown/shared/ids';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../testing/index.ts';

let client: pg.Client;

beforeAll(async () => {
  client = new pg.Client({ connectionString: await createTestDatabase() });
  await client.connect();
});
afterAll(() => client.end());

test('an id that SQL makes is one of ours, new each time, and sorts by the time it was made', async () => {
  const { rows } = await client.query<{ id: string; uuid: string }>(
    `select new_id('top') as id from generate_series(1, 500)`,
  );
  const ids = rows.map(({ id }) => id);
  expect(ids.every((id) => isId('topUp', id))).toBe(true);
  expect(new Set(ids).size).toBe(500);
  expect([...ids].sort()).toEqual(ids);
});
