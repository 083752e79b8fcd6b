import { parseArgs } from 'node:util';
import { connect } from '../database/connection.ts';
import { checkInvariants } from './check.ts';

// `pnpm ledger:audit --database-url postgresql://...`: the report of invariants I1 to I15. Exit code 1 on findings.

const MOST_SHOWN = 200;

const { values } = parseArgs({ options: { 'database-url': { type: 'string' } } });
const databaseUrl = values['database-url'];
if (databaseUrl === undefined) {
  process.stderr.write(
    'Say which database: pnpm ledger:audit --database-url postgresql://user:password@host:port/name\n',
  );
  process.exit(2);
}

const database = connect({ databaseUrl, poolSize: 1 });
try {
  const startedAt = performance.now();
  const findings = await checkInvariants(database);
  const { rows } = await database.pool.query('select count(*) as entries from book_entry');
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  for (const { invariant, subject, detail } of findings.slice(0, MOST_SHOWN)) {
    process.stdout.write(`${invariant.padEnd(4)} ${subject}: ${detail}\n`);
  }
  if (findings.length > MOST_SHOWN) process.stdout.write(`... and ${findings.length - MOST_SHOWN} more\n`);
  process.stdout.write(`${rows[0].entries} entries checked in ${seconds} s: ${findings.length} findings\n`);
  process.exitCode = findings.length === 0 ? 0 : 1;
} finally {
  await database.close();
}
