import { openWorkerBench, type WorkerBench } from '@drawdown/worker/testing';
import pg from 'pg';

export type Stage = Awaited<ReturnType<typeof openStage>>;

export type StageOptions = {
  databaseUrl: string;
  temporalAddress: string;
  /** An existing namespace of a server that has no other. */
  namespace?: string;
  webhooks?: boolean;
  /** How long the bank takes over refunds that settle later by themselves; soon, where nothing is said. */
  refundSettlementMs?: number;
};

/** The whole product behind its HTTP API: ledger, workflows, a Stripe emulator over HTTP; workers are started apart. */
export async function openStage(options: StageOptions) {
  const bench: WorkerBench = await openWorkerBench(options);
  const sql = new pg.Pool({ connectionString: options.databaseUrl, max: 2 });
  // A server that is stopped while a connection idles in the pool must not end the process.
  sql.on('error', () => {});
  return {
    bench,
    sql,
    async close() {
      await sql.end();
      await bench.close();
    },
  };
}
