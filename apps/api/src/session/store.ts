import connectPgSimple from 'connect-pg-simple';
import session from 'express-session';
import pg from 'pg';
import type { Logger } from 'pino';

const PostgresStore = connectPgSimple(session);

export type SessionStore = { store: session.Store; close(): Promise<void> };

/** Sessions in the table `http_session`, which the ledger's migrations create. */
export function createSessionStore(databaseUrl: string, log: Logger): SessionStore {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  // Without a listener a restart of Postgres would end this process.
  pool.on('error', (error) => log.warn({ err: error }, 'an idle session connection was lost'));
  const store = new PostgresStore({
    pool,
    tableName: 'http_session',
    createTableIfMissing: false,
    errorLog: (...words: unknown[]) => log.warn({ words: words.map(String) }, 'session store'),
  });
  return {
    store,
    close: async () => {
      store.close();
      await pool.end();
    },
  };
}
