import type { ConnectionOptions } from '@temporalio/client';
import { Client, Connection } from '@temporalio/client';

export type TemporalConfig = { connection: ConnectionOptions; namespace: string };

/** Connects with the first call, so that this process starts and runs while Temporal is away. */
export function createTemporalClient({ connection, namespace }: TemporalConfig) {
  const lazy = Connection.lazy(connection);
  return { client: new Client({ connection: lazy, namespace }), close: () => lazy.close() };
}
