import { randomBytes } from 'node:crypto';
import { applyMigrations } from '@drawdown/ledger';
import { startTestPostgres } from '@drawdown/stack/testing';
import pg from 'pg';

/** Runs something on a new, migrated database: on the server that is named, else on one of its own. */
export async function onThrowAwayDatabase<Result>(
  adminUrl: string | undefined,
  run: (databaseUrl: string) => Promise<Result>,
): Promise<Result> {
  if (adminUrl !== undefined) return onServer(adminUrl, run);
  const server = await startTestPostgres();
  try {
    return await onServer(server.adminUrl, run);
  } finally {
    await server.stop();
  }
}

async function onServer<Result>(
  adminUrl: string,
  run: (databaseUrl: string) => Promise<Result>,
): Promise<Result> {
  const name = `chaos_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(`create database ${name}`);
    const databaseUrl = new URL(adminUrl);
    databaseUrl.pathname = `/${name}`;
    await applyMigrations(databaseUrl.href);
    return await run(databaseUrl.href);
  } finally {
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  }
}
