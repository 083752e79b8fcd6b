import type { Database } from '../database/connection.ts';

/** One thing that must never be and is. */
export type Finding = {
  /** I1 to I15; docs/ledger.md says what each means. */
  invariant: string;
  /** The row it is about. */
  subject: string;
  detail: string;
};

/**
 * Checks every invariant of the books over all accounts, in one snapshot. It reads everything, so it is for nights,
 * tests and doubts, not for requests.
 */
export async function checkInvariants({ pool }: Database): Promise<Finding[]> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query('set local statement_timeout = 0');
    const { rows } = await client.query<Finding>(
      'select invariant, subject, detail from audit_ledger() order by 1, 2',
    );
    await client.query('commit');
    client.release();
    return rows;
  } catch (error) {
    client.release(true);
    throw error;
  }
}
