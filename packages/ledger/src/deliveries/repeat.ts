import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { isUniqueViolation } from '../database/connection.ts';

/** Classes of SQLSTATE after which nothing was decided, or nobody knows: the repeat finds out. */
const TRANSIENT = /^(08|40|53|57P)/;
/** A statement that took too long: nothing is said against what was in it. */
const STATEMENT_TIMEOUT = '57014';

const REPEAT_DELAYS_MS = [20, 100, 400];

/**
 * Makes the answer of a call certain, whose repeat finds what an earlier one wrote: it is repeated after a lost
 * connection, and after a unique violation, which only a racing call can cause and whose repeat sees who was first.
 */
export async function certainly<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const wait = REPEAT_DELAYS_MS[attempt];
      if (wait === undefined || !(isUniqueViolation(error) || isTransient(error))) throw error;
      await delay(wait);
    }
  }
}

/** The database looked at what it was asked for and said no, as opposed to not getting that far. */
export function isRefused(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !isTransient(error) && error.code !== STATEMENT_TIMEOUT;
}

function isTransient(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return TRANSIENT.test(error.code ?? '');
  // What the driver says of a connection that broke has no SQLSTATE.
  return error instanceof Error && /connect|terminat|ECONN|EPIPE|timeout/i.test(error.message);
}
