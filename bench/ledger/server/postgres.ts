import fs from 'node:fs';
import os from 'node:os';
import { startTestPostgres, type TestPostgres } from '@drawdown/stack/testing';
import pg from 'pg';

/**
 * Durable as in production: fsync, full-page writes and synchronous commit stay on. Checkpoints and autovacuum are
 * asked for between measurements instead of striking one of the variants at random.
 */
const SETTINGS = {
  // A quarter of the memory, as its documentation advises.
  shared_buffers: `${Math.floor(os.totalmem() / 4 / 1024 ** 2)}MB`,
  synchronous_commit: 'on',
  max_wal_size: '16GB',
  // A checkpoint keeps what it frees for later, as on a server that has run for a while: making new files is no part of a draw.
  min_wal_size: '4GB',
  checkpoint_timeout: '1h',
  autovacuum: 'off',
};

export const startBenchPostgres = (): Promise<TestPostgres> =>
  startTestPostgres({ fsync: true, settings: SETTINGS });

/** A draw logs some 2 KB: this is the log of a million of them. */
const WAL_BEFORE_MB = 2_048;
const TABLES_BEFORE_MB = 3_072;
const PAGES_PER_MB = 128;

/**
 * Makes the server one that has run for a while: it owns its memory and its log files. On a new one a draw pays for both
 * as it goes, by the byte: nearly nothing for what does few draws a second, a seventh of all for what does the most.
 */
export async function wearIn({ adminUrl }: TestPostgres): Promise<void> {
  console.log('  making the server one that has run for a while');
  await execute(
    adminUrl,
    'create unlogged table filler (page text storage plain)',
    `insert into filler select repeat('x', 7900) from generate_series(1, ${TABLES_BEFORE_MB * PAGES_PER_MB})`,
    'drop table filler',
    `select count(pg_logical_emit_message(false, 'filler', repeat('x', 1 << 20))) from generate_series(1, ${WAL_BEFORE_MB})`,
    'checkpoint',
  );
}

/** Runs statements one after the other on a connection of their own. */
export async function execute(databaseUrl: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

export const executeFile = (databaseUrl: string, file: URL): Promise<void> =>
  execute(databaseUrl, fs.readFileSync(file, 'utf8'));

/** Leaves nothing for later that the next measurement would pay for. */
export const tidyUp = (databaseUrl: string): Promise<void> =>
  execute(databaseUrl, 'vacuum analyze', 'checkpoint');
