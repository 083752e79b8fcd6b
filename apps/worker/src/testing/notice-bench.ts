import { createLedger } from '@drawdown/ledger';
import { createTestDatabase, openScenario, tester } from '@drawdown/ledger/testing';
import pg from 'pg';
import { pino } from 'pino';

export type NoticeBench = Awaited<ReturnType<typeof openNoticeBench>>;

/** An account with somebody who reads its mail, and what is to be told of it. No worker, no Temporal. */
export async function openNoticeBench() {
  const databaseUrl = await createTestDatabase();
  const ledger = createLedger({ databaseUrl });
  const scenario = await openScenario(ledger);
  const { accountId } = scenario;
  const admin = await ledger.users.ensure({
    accountId,
    email: `ada@${accountId.replace('_', '-')}.example`,
    name: 'Ada',
    role: 'owner',
    passwordHash: 'none',
  });
  return {
    ledger,
    scenario,
    accountId,
    admin,
    log: pino({ level: 'silent' }),

    async pause(buyerId: string, note = 'not paid') {
      await ledger.pauses.pauseByHand({ accountId, buyerId, note }, tester);
      const facts = await ledger.pauses.facts(buyerId);
      if (!facts?.episode) throw new Error('the buyer is not paused');
      return { ...facts, episodeId: facts.episode.id };
    },

    resume: (buyerId: string) => ledger.pauses.resume({ accountId, buyerId, note: 'paid' }, tester),

    /** Whatever waits for its next try is due now, so that no test waits for hours. */
    async makeDue(table: 'email' | 'outgoing_webhook') {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      await client.query(`update ${table} set due_at = clock_timestamp() - interval '1 second'`);
      await client.end();
    },

    /** Writes a mail to be, as the database does where an occasion comes. */
    async noteEmail(kind: string, data: object, audience: 'agency' | 'buyer' = 'agency', buyerId?: string) {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      const { rows } = await client.query<{ id: string }>(
        `insert into email (id, account_id, audience, buyer_id, kind, occasion, data)
         values (new_id('eml'), $1, $2, $3, $4, new_id('occ'), $5) returning id`,
        [accountId, audience, buyerId ?? null, kind, JSON.stringify(data)],
      );
      await client.end();
      return rows[0]?.id ?? '';
    },

    close: () => ledger.close(),
  };
}
