import type { Tables } from './store/tables.ts';

/** What one request may read and change. `nowSeconds` is the emulator's clock, which tests can move. */
export type Scope = {
  readonly tables: Tables;
  readonly nowSeconds: number;
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
  /** Where the emulator itself is reached, for the links in its objects. */
  readonly origin: string;
};
