import { freePort } from '../ports/free-port.ts';
import { postgresHome } from '../postgres/binaries.ts';
import { openCluster } from '../postgres/cluster.ts';
import { databaseOwner } from '../postgres/owner.ts';
import { adminUrlOf, postgresProcess } from '../postgres/server.ts';
import { createTestDatabase } from './database.ts';
import { killServer } from './kill-server.ts';
import { openWorkshop } from './workshop.ts';

export interface TestPostgres {
  /** The superuser on the maintenance database. */
  adminUrl: string;
  /** A new, migrated, empty database of its own; answers its address. */
  createDatabase(name?: string): Promise<string>;
  /** Ends every process of the server with SIGKILL. It comes back by itself, at once and however often. */
  kill(): void;
  stop(): Promise<void>;
}

/** Not before a killed server's port is free again. */
const RESTART_AFTER_MS = 50;

/**
 * Starts a real Postgres on a free port with files that vanish with it. Without `fsync` it forgives no power cut.
 * `settings` are further ones of postgresql.conf.
 */
export async function startTestPostgres(
  options: { fsync?: boolean; settings?: Record<string, string> } = {},
): Promise<TestPostgres> {
  const workshop = await openWorkshop();
  const owner = databaseOwner();
  const home = postgresHome(owner);
  const cluster = openCluster({ dataDir: workshop.folder, home, owner });
  const port = await freePort();
  const durability = options.fsync === true ? {} : { fsync: 'off', full_page_writes: 'off' };
  const settings = { ...durability, ...options.settings };
  await workshop.run(
    postgresProcess({ cluster, home, owner, port, logFile: `${workshop.folder}/postgres.log`, settings }),
    { planRestart: () => ({ kind: 'restart', delayMs: RESTART_AFTER_MS }) },
  );
  const adminUrl = adminUrlOf(cluster, port);
  return {
    adminUrl,
    createDatabase: (name) => createTestDatabase(adminUrl, name),
    kill: () => killServer(cluster.folder),
    stop: workshop.close,
  };
}
