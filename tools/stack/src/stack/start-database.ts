import { applyMigrations } from '@drawdown/ledger';
import { Failure } from '../failure.ts';
import { postgresHome } from '../postgres/binaries.ts';
import { openCluster } from '../postgres/cluster.ts';
import { ensureDatabase, withConnection, withDatabase } from '../postgres/connection.ts';
import { databaseOwner } from '../postgres/owner.ts';
import { adminUrlOf, postgresProcess } from '../postgres/server.ts';
import type { Stack } from './stack.ts';

const databaseName = 'drawdown';
const oldestVersion = 15;

/** Brings up the embedded database, or checks the given one, and migrates it. Answers its address. */
export async function startDatabase(stack: Stack): Promise<string> {
  const { postgres } = stack.settings;
  const url = await stack.timed('postgres', () =>
    postgres.kind === 'external' ? checkDatabase(postgres.url) : startEmbedded(stack, postgres.port),
  );
  const { applied } = await stack.timed('migrations', () => applyMigrations(url));
  if (applied.length > 0) stack.say(`Applied ${applied.length} migrations`);
  return url;
}

async function startEmbedded(stack: Stack, port: number): Promise<string> {
  const owner = databaseOwner();
  const home = postgresHome(owner);
  const cluster = openCluster({ dataDir: stack.settings.dataDir, home, owner });
  await stack.run(postgresProcess({ cluster, home, owner, port, logFile: stack.logFile('postgres') }));
  const adminUrl = adminUrlOf(cluster, port);
  await ensureDatabase(adminUrl, databaseName);
  return withDatabase(adminUrl, databaseName);
}

async function checkDatabase(url: string): Promise<string> {
  const version = await serverVersion(url);
  if (version < oldestVersion)
    throw new Failure(`DATABASE_URL is a Postgres ${version}: version ${oldestVersion} or newer is needed`);
  return url;
}

async function serverVersion(url: string): Promise<number> {
  try {
    return await withConnection(url, async (client) => {
      const { rows } = await client.query<{ version: string }>(
        "select current_setting('server_version_num') as version",
      );
      return Math.floor(Number(rows[0]?.version) / 10_000);
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error);
    throw new Failure(
      `the database of DATABASE_URL does not answer (${reason}): start it or correct the address`,
    );
  }
}
