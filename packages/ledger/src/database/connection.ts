import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { Prisma, PrismaClient } from '../generated/prisma/client.ts';

/** Prisma for the records and plain `pg` for the posting functions, on one pool. */
export type Database = { prisma: PrismaClient; pool: pg.Pool; close(): Promise<void> };

/** What both a client and an open transaction can do. */
export type Records = Prisma.TransactionClient;

export type ConnectionOptions = { databaseUrl: string; poolSize?: number | undefined };

const DEFAULT_POOL_SIZE = 16;

/** Longer than any statement of ours takes; a stuck one gives its connection and its locks back. */
const STATEMENT_TIMEOUT_MS = 20_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 20_000;

export function connect({ databaseUrl, poolSize = DEFAULT_POOL_SIZE }: ConnectionOptions): Database {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: poolSize,
    application_name: 'drawdown',
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    connectionTimeoutMillis: 10_000,
  });
  // Without a listener a restart of Postgres would end the process: idle connections report their loss here.
  pool.on('error', () => {});
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: 10_000, timeout: STATEMENT_TIMEOUT_MS },
  });
  return {
    prisma,
    pool,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** True for the error of a unique constraint, whichever of the two clients raised it. */
export function isUniqueViolation(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) return error.code === 'P2002';
  return error instanceof pg.DatabaseError && error.code === '23505';
}
