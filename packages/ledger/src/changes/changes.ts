import { changeSchema } from '@drawdown/shared/http';
import pg from 'pg';
import type { Database } from '../database/connection.ts';
import type { AccountChange, Changes } from './types.ts';

const CHANNEL = 'drawdown_changes';

/** Changes within this time are told together, each once: a busy wallet costs a few messages a second, not thousands. */
const COALESCE_MS = 40;
const RECONNECT_MS = 1000;

/**
 * Publishing happens after the commit and on a connection of its own: a NOTIFY inside a posting would take a lock
 * that the whole database shares at commit.
 */
export function createChanges(database: Database, databaseUrl: string): Changes & { flush(): Promise<void> } {
  const waiting = new Set<string>();
  let sending: Promise<void> | null = null;

  async function send(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, COALESCE_MS));
    const payloads = [...waiting];
    waiting.clear();
    // Who missed this fetches again on reconnect or focus, so a lost message costs freshness only.
    await database.pool
      .query('select pg_notify($1, payload) from unnest($2::text[]) as payload', [CHANNEL, payloads])
      .catch(() => {});
    sending = waiting.size === 0 ? null : send();
  }

  return {
    publish(accountId, change) {
      waiting.add(JSON.stringify({ accountId, change } satisfies AccountChange));
      sending ??= send();
    },
    async flush() {
      while (sending !== null) await sending;
    },
    subscribe: (listener) => listen(databaseUrl, listener),
  };
}

async function listen(databaseUrl: string, listener: (change: AccountChange) => void) {
  let stopped = false;
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'drawdown-changes',
      keepAlive: true,
    });
    next.on('error', () => {});
    next.on('end', () => {
      retryLater();
    });
    next.on('notification', ({ payload }) => {
      const change = parse(payload);
      if (change !== null) listener(change);
    });
    await next.connect();
    client = next;
    await next.query(`listen ${CHANNEL}`);
  }

  function reconnect(): void {
    connect().catch(retryLater);
  }

  // A failed attempt reports twice, as its rejection and as the end of its connection: one retry follows.
  function retryLater(): void {
    clearTimeout(retry);
    if (!stopped) retry = setTimeout(reconnect, RECONNECT_MS);
  }

  await connect();
  return async () => {
    stopped = true;
    clearTimeout(retry);
    await client?.end().catch(() => {});
  };
}

function parse(payload: string | undefined): AccountChange | null {
  if (payload === undefined) return null;
  const value: { accountId?: unknown; change?: unknown } = JSON.parse(payload);
  const change = changeSchema.safeParse(value.change);
  return change.success && typeof value.accountId === 'string'
    ? { accountId: value.accountId, change: change.data }
    : null;
}
