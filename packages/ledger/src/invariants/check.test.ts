import pg from 'pg';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase } from '../testing/index.ts';
import { collectionViolations } from './testing/collection-violations.ts';
import { recordViolations } from './testing/record-violations.ts';
import { copyDatabase, writeSoundBooks } from './testing/sound-books.ts';
import { violations } from './testing/violations.ts';

// Each test breaks a copy of the same sound books, which is thrown away with everything that was broken in it.

let soundUrl: string;
let copies = 0;
let ledger: Ledger;
let superuser: pg.Client;

beforeAll(async () => {
  soundUrl = await createTestDatabase();
  await writeSoundBooks(soundUrl);
});
beforeEach(async () => {
  copies += 1;
  const databaseUrl = await copyDatabase(soundUrl, `${new URL(soundUrl).pathname.slice(1)}_${copies}`);
  ledger = createLedger({ databaseUrl, poolSize: 1 });
  superuser = new pg.Client({ connectionString: databaseUrl });
  await superuser.connect();
});
afterEach(async () => {
  await superuser.end();
  await ledger.close();
});

const everyViolation = [...violations, ...recordViolations, ...collectionViolations];

describe('the audit reports', () => {
  test.each(everyViolation)('$invariant: $what', async ({ refused, unguard, sql, invariant, reported }) => {
    expect(await ledger.checkInvariants()).toEqual([]);
    if (refused !== undefined) await expect(superuser.query(sql)).rejects.toMatchObject(refused);
    if (unguard !== undefined) await superuser.query(unguard);
    await superuser.query(sql);
    const found = new Set((await ledger.checkInvariants()).map((finding) => finding.invariant));
    expect([...found].sort()).toEqual(reported);
    expect(reported).toContain(invariant);
  });
});

test('the audit misses every guard of the database that could be gone', async () => {
  // Constraints that Postgres named itself are of single columns and rows; the others were named to be watched.
  const { rows } = await superuser.query<{ guard: string }>(
    `select tgname as guard from pg_trigger where not tgisinternal
     union
     select conname from pg_constraint where connamespace = 'public'::regnamespace
       and conname !~ '_(pkey|fkey|check[0-9]*|not_null|key)$'
     union
     select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid
       where c.relnamespace = 'public'::regnamespace and i.indisunique and i.indpred is not null`,
  );
  const { rows: source } = await superuser.query(
    `select string_agg(prosrc, '') as text from pg_proc where proname like 'audit\\_%'`,
  );
  const unwatched = rows.filter(({ guard }) => !source[0].text.includes(`('${guard}')`));
  expect(unwatched.map(({ guard }) => guard)).toEqual([]);
});

test('every invariant is broken at least once', () => {
  const broken = new Set(everyViolation.map(({ invariant }) => invariant));
  expect(broken).toEqual(new Set(Array.from({ length: 15 }, (_, index) => `I${index + 1}`)));
});
