import { newId } from './identifiers.ts';
import type { Scope } from './scope.ts';
import { readSettings } from './settings/settings.ts';
import type { Database } from './store/database.ts';

type RequestIdentity = { requestId: string | null; idempotencyKey: string | null };

const NO_REQUEST: RequestIdentity = { requestId: null, idempotencyKey: null };

/** One emulated Stripe account: its data, its clock and its address. */
export class Sandbox {
  readonly database: Database;
  origin = 'http://127.0.0.1';
  private readonly clockMs: () => number;

  constructor(database: Database, clockMs: () => number) {
    this.database = database;
    this.clockMs = clockMs;
  }

  get nowSeconds(): number {
    return Math.floor(this.clockMs() / 1000) + readSettings(this.database.tables).clockOffsetSeconds;
  }

  newRequestId(): string {
    return newId('req', 14);
  }

  /** Runs `work` whole or not at all. */
  transact<T>(work: (scope: Scope) => T, identity: RequestIdentity = NO_REQUEST): T {
    return this.database.transact(() => work(this.scope(identity)));
  }

  read<T>(work: (scope: Scope) => T): T {
    return work(this.scope(NO_REQUEST));
  }

  private scope(identity: RequestIdentity): Scope {
    return {
      tables: this.database.tables,
      nowSeconds: this.nowSeconds,
      origin: this.origin,
      ...identity,
    };
  }
}
