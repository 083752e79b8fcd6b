import { freePort } from '../ports/free-port.ts';
import { postgresHome } from '../postgres/binaries.ts';
import { openCluster } from '../postgres/cluster.ts';
import { databaseOwner } from '../postgres/owner.ts';
import { adminUrlOf, postgresProcess } from '../postgres/server.ts';
import { createTestDatabase } from './database.ts';
import { openWorkshop } from './workshop.ts';

export interface TestPostgres {
  /** The superuser on the maintenance database. */
  adminUrl: string;
  /** A new, migrated, empty database of its own; answers its address. */
  createDatabase(name?: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a real Postgres on a free port with files that vanish with it. Without `fsync` it forgives no power cut. */
export async function startTestPostgres(options: { fsync?: boolean } = {}): Promise<TestPostgres> {
  const workshop = await openWorkshop();
  const owner = databaseOwner();
  const home = postgresHome(owner);
  const cluster = openCluster({ dataDir: workshop.folder, home, owner });
  const port = await freePort();
  const settings = options.fsync === true ? {} : { fsync: 'off', full_page_writes: 'off' };
  await workshop.run(
    postgresProcess({ cluster, home, owner, port, logFile: `${workshop.folder}/postgres.log`, settings }),
  );
  const adminUrl = adminUrlOf(cluster, port);
  return {
    adminUrl,
    createDatabase: (name) => createTestDatabase(adminUrl, name),
    stop: workshop.close,
  };
}
