import os from 'node:os';
import pg from 'pg';
import { median } from '../load/statistics.ts';

export type Machine = {
  cores: number;
  processor: string;
  memoryGb: number;
  postgres: string;
  node: string;
  /** One durable commit of one small row, as a client on this machine sees it. */
  commitMs: number;
};

const PROBES = 500;

export async function describeMachine(databaseUrl: string): Promise<Machine> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    await client.query('create table commit_probe (n int)');
    const commitMs = await timeOf(client, 'insert into commit_probe values (1)');
    return {
      cores: os.cpus().length,
      processor: os.cpus()[0]?.model ?? 'unknown',
      memoryGb: Math.round(os.totalmem() / 1024 ** 3),
      postgres: rows[0]?.server_version ?? 'unknown',
      node: process.versions.node,
      commitMs,
    };
  } finally {
    await client.end();
  }
}

/** What one round trip without any work takes, with whatever network lies in between. */
export async function measureRoundTripMs(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await timeOf(client, 'select 1');
  } finally {
    await client.end();
  }
}

async function timeOf(client: pg.Client, statement: string): Promise<number> {
  const times: number[] = [];
  for (let probe = 0; probe < PROBES; probe += 1) {
    const startedAt = performance.now();
    await client.query(statement);
    times.push(performance.now() - startedAt);
  }
  return median(times);
}
