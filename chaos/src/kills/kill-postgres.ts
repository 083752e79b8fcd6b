import { setTimeout as delay } from 'node:timers/promises';
import { createLedger } from '@drawdown/ledger';
import { startTestPostgres } from '@drawdown/stack/testing';
import pg from 'pg';
import { randomFrom } from '../command/random.ts';
import type { Answer } from '../poster/messages.ts';
import { openBooks } from '../poster/open-books.ts';
import { startPoster } from '../poster/start-poster.ts';
import { verifyAcknowledged, verifyBooks } from '../poster/verify.ts';

export type PostgresKills = {
  seed: number;
  rounds: number;
  say?(line: string): void;
};

const LONGEST_LOAD_MS = 800;
const BACK_WITHIN_MS = 60_000;

/**
 * Kills a real Postgres, which writes to disk as it does in earnest, under the load of another process, and lets it
 * recover, again and again. What was acknowledged before a kill must stand after it; what was not is asked again.
 */
export async function killPostgres({ seed, rounds, say }: PostgresKills) {
  const random = randomFrom(seed);
  const server = await startTestPostgres({ fsync: true });
  try {
    const databaseUrl = await server.createDatabase();
    const ledger = createLedger({ databaseUrl, poolSize: 2 });
    const plan = await openBooks(ledger, seed);
    await ledger.close();
    const acknowledged = new Map<number, Answer>();
    const poster = startPoster({ databaseUrl, plan, count: null, callers: 24, acknowledged });
    for (let round = 1; round <= rounds; round += 1) {
      // First under load again, then at any moment.
      await poster.heard(acknowledged.size + 30);
      await delay(random() * LONGEST_LOAD_MS);
      const before = [...acknowledged.values()];
      server.kill();
      const killedAt = performance.now();
      await onceItIsBack(databaseUrl, (sql) => verifyAcknowledged(sql, before));
      const seconds = ((performance.now() - killedAt) / 1000).toFixed(1);
      say?.(`kill ${round}: ${before.length} answers stand, back after ${seconds} s`);
    }
    await poster.heard(acknowledged.size + 30);
    const begun = await poster.stop();
    return await verified({ databaseUrl, plan, begun, acknowledged });
  } finally {
    await server.stop();
  }
}

type Outcome = {
  databaseUrl: string;
  plan: Awaited<ReturnType<typeof openBooks>>;
  begun: number;
  acknowledged: Map<number, Answer>;
};

async function verified({ databaseUrl, plan, begun, acknowledged }: Outcome) {
  const ledger = createLedger({ databaseUrl, poolSize: 2 });
  try {
    await onceItIsBack(databaseUrl, (sql) =>
      verifyBooks({ ledger, sql, plan }, { begun, answers: acknowledged }),
    );
  } finally {
    await ledger.close();
  }
  const answers = [...acknowledged.values()];
  return {
    postings: begun,
    askedAgain: answers.filter(({ failures }) => failures > 0).length,
    foundAgain: answers.filter(({ replayed }) => replayed).length,
  };
}

async function onceItIsBack(databaseUrl: string, run: (sql: pg.Client) => Promise<void>): Promise<void> {
  const deadline = performance.now() + BACK_WITHIN_MS;
  for (;;) {
    const sql = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
    sql.on('error', () => {});
    try {
      await sql.connect();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(50);
      continue;
    }
    try {
      await run(sql);
    } finally {
      await sql.end();
    }
    return;
  }
}
