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
