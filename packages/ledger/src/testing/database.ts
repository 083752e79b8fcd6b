import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { applyMigrations } from '../database/migrations.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseAdminUrl: string;
  }
}

const TEMPLATE = 'drawdown_ledger_template';
/** Any number of our own: test processes make the template one at a time. */
const TEMPLATE_LOCK = 2_026_112_202;

/** An empty, migrated database of one's own on the test run's Postgres; answers its address. One for each test file. */
export async function createTestDatabase(): Promise<string> {
  const adminUrl = inject('databaseAdminUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    await migrateTemplate(client, adminUrl);
    await client.query(`create database ${name} template ${TEMPLATE}`);
  } finally {
    await client.end();
  }
  return withDatabase(adminUrl, name);
}

/** A template whose history is not today's (a migration was edited while it was being written) is made anew. */
async function migrateTemplate(client: pg.Client, adminUrl: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [TEMPLATE]);
  if (rowCount === 0) await client.query(`create database ${TEMPLATE}`);
  try {
    await applyMigrations(withDatabase(adminUrl, TEMPLATE));
  } catch (error) {
    if (rowCount === 0) throw error;
    await client.query(`drop database ${TEMPLATE} with (force)`);
    await migrateTemplate(client, adminUrl);
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
