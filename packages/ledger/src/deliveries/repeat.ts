import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { isUniqueViolation } from '../database/connection.ts';

/** Classes of SQLSTATE after which nothing was decided, or nobody knows: the repeat finds out. */
const TRANSIENT = /^(08|40|53|57P)/;

const REPEAT_DELAYS_MS = [20, 100, 400];

/**
 * Makes one call's answer certain. A call that failed as a whole says nothing about its items: after a lost
 * connection it is repeated (its items find themselves, if they were written); after a unique violation, which only
 * a racing call on another wallet can cause, each item goes alone, so that the one that collides harms no other.
 */
export async function certainly<Item, Row>(
  items: Item[],
  call: (items: Item[]) => Promise<Row[]>,
): Promise<Row[]> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call(items);
    } catch (error) {
      const collided = isUniqueViolation(error);
      if (collided && items.length > 1) return oneByOne(items, call);
      const wait = REPEAT_DELAYS_MS[attempt];
      if (wait === undefined || !(collided || isTransient(error))) throw error;
      await delay(wait);
    }
  }
}

async function oneByOne<Item, Row>(items: Item[], call: (items: Item[]) => Promise<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for (const item of items) rows.push(...(await certainly([item], call)));
  return rows;
}

function isTransient(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return TRANSIENT.test(error.code ?? '');
  // What the driver says of a connection that broke has no SQLSTATE.
  return error instanceof Error && /connect|terminat|ECONN|EPIPE|timeout/i.test(error.message);
}
