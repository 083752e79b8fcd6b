import { CURRENCY_EXPONENTS } from '@drawdown/shared/money';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Prisma } from '../generated/prisma/client.ts';
import { createTestDatabase } from '../testing/index.ts';
import { applyMigrations } from './migrations.ts';

let databaseUrl: string;
let client: pg.Client;

beforeAll(async () => {
  databaseUrl = await createTestDatabase();
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
});
afterAll(() => client.end());

describe('the migrated database', () => {
  test('has the currencies of the shared contract', async () => {
    const { rows } = await client.query('select code, exponent from currency');
    expect(Object.fromEntries(rows.map((row) => [row.code, row.exponent]))).toEqual(CURRENCY_EXPONENTS);
  });

  test('has a table for each Prisma model', async () => {
    const { rows } = await client.query(
      `select table_name from information_schema.tables where table_schema = 'public'`,
    );
    const tables = rows.map((row) => row.table_name).filter((name) => !name.startsWith('_'));
    const withoutModel = [
      'book_kind',
      'currency',
      'http_session',
      'book_tx',
      'book_entry',
      'open_hold',
      'platform_flag',
    ];
    expect(tables.length - withoutModel.length).toBe(Object.keys(Prisma.ModelName).length);
  });

  test('is left as it is by a second migration run, and by several at once', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => applyMigrations(databaseUrl)));
    expect(runs.flatMap((run) => run.applied)).toEqual([]);
  });

  test('refuses to go on when an applied migration was changed', async () => {
    await client.query(`update _prisma_migrations set checksum = 'x' where migration_name like '%accounts'`);
    await expect(applyMigrations(databaseUrl)).rejects.toThrow('was changed after it was applied');
  });
});
