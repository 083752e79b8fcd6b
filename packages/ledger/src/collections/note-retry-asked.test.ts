import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase } from '../testing/index.ts';
import { openCollecting } from './testing/collecting.ts';

let ledger: Ledger;
let client: pg.Client;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl });
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
});
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));
afterAll(async () => {
  await client.end();
  await ledger.close();
});

const ada = { kind: 'user', id: 'usr_ada', label: 'Ada' } as const;

describe('an attempt that somebody asks for', () => {
  test('stands in the audit log once for each time it was asked for, with the name and the reason', async () => {
    const collecting = await openCollecting(ledger);
    const { chargeId } = await collecting.failing();
    const ask = (askId: string, reason: string) =>
      ledger.collections.noteRetryAsked({ chargeId, actor: ada, reason, askId });

    await Promise.all(Array.from({ length: 8 }, () => ask('run:1', 'promised to pay')));
    await ask('run:1', 'promised to pay');
    await ask('run:2', 'called again');

    const { rows } = await client.query(
      `select actor_label as by, after ->> 'reason' as reason from audit_log
       where subject_id = $1 and action = 'charge.retry_asked' order by id`,
      [chargeId],
    );
    expect(rows).toEqual([
      { by: 'Ada', reason: 'promised to pay' },
      { by: 'Ada', reason: 'called again' },
    ]);
  });
});
