import { strict as assert } from 'node:assert';
import { type Currency, money } from '@drawdown/shared/money';
import pg from 'pg';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { openScenario, tester } from '../testing/scenario.ts';
import type { Buyer, Reference, Wallet } from './reference.ts';

/** The real side of a run: two ledgers, as two processes would have them, and a superuser who only looks. */
export type Backends = {
  ledgers: readonly [Ledger, Ledger];
  sql: pg.Client;
  /** A buyer of another account: nobody that the account under test may ever know. */
  strangerId: string;
  close(): Promise<void>;
};

export async function openBackends(databaseUrl: string): Promise<Backends> {
  // With one call at a time wallets share calls whenever they can: of a few wallets none would otherwise.
  const ledgers = [
    createLedger({ databaseUrl, poolSize: 6, maxSharedCalls: 1 }),
    createLedger({ databaseUrl, poolSize: 6, maxSharedCalls: 1 }),
  ] as const;
  const sql = new pg.Client({ connectionString: databaseUrl });
  await sql.connect();
  const stranger = await (await openScenario(ledgers[0])).buyer();
  return {
    ledgers,
    sql,
    strangerId: stranger.id,
    async close() {
      await Promise.all([sql.end(), ...ledgers.map((ledger) => ledger.close())]);
    },
  };
}

/** One account of its own for one run of steps, with the same buyers and wallets as the reference. */
export type World = Backends & {
  accountId: string;
  currency: Currency;
  foreign: Currency;
  buyerIds: ReadonlyMap<string, string>;
  walletIds: ReadonlyMap<string, string>;
};

export async function openWorld(backends: Backends, model: Reference): Promise<World> {
  const [ledger] = backends.ledgers;
  const { currency } = model;
  const scenario = await openScenario(ledger, { currency, timeZone: zoneWhereItIsNoon(new Date()) });
  const { accountId } = scenario;
  const buyerIds = new Map<string, string>();
  const walletIds = new Map<string, string>();
  const pool = await ledger.wallets.createShared({ accountId, name: 'pool', currency }, tester);
  walletIds.set('pool', pool.id);
  await scenario.card({ kind: 'account' });
  for (const { name, wallet } of model.buyers) {
    const shared = wallet.name === 'pool' ? { walletId: pool.id } : {};
    const buyer = await scenario.buyer({ name, externalId: name, ...shared });
    buyerIds.set(name, buyer.id);
    walletIds.set(wallet.name, buyer.walletId);
  }
  // What an earlier run that failed left behind would be counted among this one's.
  await ledger.holds.expireDue(100_000);
  return {
    ...backends,
    accountId,
    currency,
    foreign: currency === 'EUR' ? 'USD' : 'EUR',
    buyerIds,
    walletIds,
  };
}

/** No run may see midnight: caps would count for another day. */
export function zoneWhereItIsNoon(now: Date): string {
  const offset = 12 - now.getUTCHours();
  if (offset === 0) return 'UTC';
  return offset > 0 ? `Etc/GMT-${offset}` : `Etc/GMT+${-offset}`;
}

export function idOf(ids: ReadonlyMap<string, string>, { name }: Buyer | Wallet): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`the world has no ${name}`);
  return id;
}

export const amountIn = ({ currency, foreign }: World, amountMinor: bigint, foreignCurrency = false) =>
  money(amountMinor, foreignCurrency ? foreign : currency);

/** The hash that stands for a request's body. */
export const idempotent = (key: string | null, body: string) =>
  key === null
    ? {}
    : { idempotency: { key, requestHash: Buffer.from(body.padEnd(32, '.')).toString('hex') } };

/** The first answer names the row; no later one may name another. */
export function learnId(fact: { id: string } | null, id: string | null): void {
  if (fact === null || id === null) return;
  if (fact.id === '') fact.id = id;
  else assert.equal(id, fact.id, 'the answer names another row than the first answer did');
}
