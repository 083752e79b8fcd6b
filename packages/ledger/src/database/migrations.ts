import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../prisma/migrations/', import.meta.url));

/** Any number that nothing else of ours locks. */
const MIGRATION_LOCK = 7_215_001;

// Prisma's own table, so that `prisma migrate deploy` accepts a database that was migrated here, and the reverse.
const CREATE_HISTORY = `
  create table if not exists _prisma_migrations (
    id varchar(36) primary key,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`;

type AppliedMigration = { migration_name: string; checksum: string; finished_at: Date | null };

/**
 * Brings the database up to date: each migration once, whole or not at all, in the order of their names, while any
 * other process that tries the same waits.
 * @throws when an applied migration's file was changed afterwards, or Prisma left one half-applied.
 */
export async function applyMigrations(databaseUrl: string): Promise<{ applied: string[] }> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'drawdown-migrations' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(CREATE_HISTORY);
    const { rows } = await client.query<AppliedMigration>(
      'select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null',
    );
    const known = new Map(rows.map((row) => [row.migration_name, row]));
    const applied: string[] = [];
    for (const name of await migrationNames()) {
      const sql = await readFile(`${MIGRATIONS_FOLDER}${name}/migration.sql`, 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      const before = known.get(name);
      if (before === undefined) {
        await applyOne(client, { name, sql, checksum });
        applied.push(name);
      } else if (before.finished_at === null) {
        throw new Error(`migration ${name} was begun and not finished: see its row in _prisma_migrations`);
      } else if (before.checksum !== checksum) {
        throw new Error(`migration ${name} was changed after it was applied: write a new migration instead`);
      }
    }
    return { applied };
  } finally {
    await client.end();
  }
}

async function migrationNames(): Promise<string[]> {
  const entries = await readdir(MIGRATIONS_FOLDER, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function applyOne(client: pg.Client, migration: { name: string; sql: string; checksum: string }) {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${migration.name} failed`, { cause: error });
  }
}
