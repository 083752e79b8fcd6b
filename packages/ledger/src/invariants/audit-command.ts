import { parseArgs } from 'node:util';
import { connect } from '../database/connection.ts';
import { checkInvariants } from './check.ts';
import { findDatabase } from './env.ts';

// `pnpm ledger:audit [--database-url postgresql://...]`: the report of invariants I1 to I15. Exit code 0 without
// findings, 1 with some, 2 when nothing could be checked.

const MOST_SHOWN = 200;

const { values } = parseArgs({
  options: { 'database-url': { type: 'string' } },
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
});
process.exitCode = await main(values['database-url']);

async function main(given: string | undefined): Promise<number> {
  const found = given === undefined ? findDatabase() : { databaseUrl: given };
  if ('lookedIn' in found) {
    process.stderr.write(
      `No database to audit: ${found.lookedIn} names none (npm start writes it). ` +
        'Say which one: pnpm ledger:audit --database-url postgresql://user:password@host:port/name\n',
    );
    return 2;
  }
  try {
    return await audit(found.databaseUrl);
  } catch (error) {
    process.stderr.write(`The database could not be audited: ${messageOf(error)}\n`);
    return 2;
  }
}

async function audit(databaseUrl: string): Promise<number> {
  const database = connect({ databaseUrl, poolSize: 1 });
  try {
    const startedAt = performance.now();
    const findings = await checkInvariants(database);
    const { rows } = await database.pool.query('select count(*) as entries from book_entry');
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    for (const { invariant, subject, detail } of findings.slice(0, MOST_SHOWN)) {
      process.stdout.write(`${invariant.padEnd(4)} ${subject}: ${detail}\n`);
    }
    if (findings.length > MOST_SHOWN) {
      process.stdout.write(`... and ${findings.length - MOST_SHOWN} more\n`);
    }
    process.stdout.write(`${rows[0].entries} entries checked in ${seconds} s: ${findings.length} findings\n`);
    return findings.length === 0 ? 0 : 1;
  } finally {
    await database.close();
  }
}

/** A refused connection to a host with several addresses has its reasons inside and no message of its own. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
