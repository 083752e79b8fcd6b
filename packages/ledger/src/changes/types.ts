import type { Change } from '@drawdown/shared/http';

export type AccountChange = { accountId: string; change: Change };

export type Changes = {
  /**
   * Tells every process of the deployment, after the commit, that something should be fetched again. Never waits and
   * never fails the caller; the same change within a few milliseconds is told once.
   */
  publish(accountId: string, change: Change): void;
  /** Calls back for changes published by any process; answers how to stop. Reconnects by itself. */
  subscribe(listener: (change: AccountChange) => void): Promise<() => Promise<void>>;
};
