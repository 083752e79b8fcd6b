import pg from 'pg';
import { execute, executeFile } from '../server/postgres.ts';

/** Few enough to be one transaction without filling the disk with its log. */
const DRAWS_AT_ONCE = 250_000;

/**
 * Fills the books up to a number of entries; each draw has two. No checkpoint follows: the first change of a page after
 * one logs the whole page, and large books have more pages to go through before that is over.
 */
export async function fillBooks(databaseUrl: string, entries: number): Promise<void> {
  await executeFile(databaseUrl, new URL('./fill.sql', import.meta.url));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const draws = Math.floor(entries / 2);
    for (let from = 1; from <= draws; from += DRAWS_AT_ONCE) {
      await client.query('select fill_books($1, $2)', [from, Math.min(draws, from + DRAWS_AT_ONCE - 1)]);
    }
  } finally {
    await client.end();
  }
  await execute(databaseUrl, 'vacuum analyze');
}
