import pg from 'pg';
import { POOL_SIZE } from '../load/variant.ts';

/** The connections of a variant. When a run fails its Postgres goes first; that must not hide why. */
export function openPool(databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: POOL_SIZE });
  pool.on('error', () => {});
  return pool;
}
