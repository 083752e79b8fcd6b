import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { withConnection, withDatabase } from '../postgres/connection.ts';

const template = 'drawdown_template';
/** Any number, as long as it is always this one: it keeps test processes from migrating the template together. */
const templateLock = 2_026_112_201;

/** A new database cloned from one that was migrated once; answers its address. */
export async function createTestDatabase(adminUrl: string, name = randomName()): Promise<string> {
  await withConnection(adminUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [templateLock]);
    await ensureTemplate(client, adminUrl);
    const [database, source] = [name, template].map((it) => client.escapeIdentifier(it));
    await client.query(`create database ${database} template ${source}`);
  });
  return withDatabase(adminUrl, name);
}

const randomName = () => `test_${randomBytes(6).toString('hex')}`;

/** Migrates the template, and makes it anew where its history is not the present one (a migration was edited). */
async function ensureTemplate(client: pg.Client, adminUrl: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [template]);
  if (rowCount === 0) await client.query(`create database ${template}`);
  // Loaded here and not above: a run without databases must not pay for loading the whole ledger.
  const { applyMigrations } = await import('@drawdown/ledger');
  try {
    await applyMigrations(withDatabase(adminUrl, template));
  } catch (error) {
    if (rowCount === 0) throw error;
    await client.query(`drop database ${template} with (force)`);
    await ensureTemplate(client, adminUrl);
  }
}
