import { setTimeout as delay } from 'node:timers/promises';
import { systemEnv } from '../env.ts';
import type { ProcessSpec } from '../processes/supervised-process.ts';
import { type Cluster, superuser } from './cluster.ts';
import { withConnection } from './connection.ts';
import { clearLeftoverServer } from './leftover.ts';
import type { Owner } from './owner.ts';

export interface ServerOptions {
  cluster: Cluster;
  home: string;
  owner: Owner | undefined;
  port: number;
  logFile: string;
  /** Further settings of postgresql.conf. */
  settings?: Record<string, string>;
}

/** The address of the server's maintenance database. */
export const adminUrlOf = (cluster: Cluster, port: number): string =>
  `postgresql://${superuser}:${cluster.password}@127.0.0.1:${port}/postgres`;

/** How the database server is run: reachable from this machine alone, shut down fast, never without its checksums. */
export function postgresProcess(options: ServerOptions): ProcessSpec {
  const { cluster, home, owner, port } = options;
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    ...options.settings,
  };
  return {
    name: 'postgres',
    command: `${home}/bin/postgres`,
    args: [
      '-D',
      cluster.folder,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    cwd: '/',
    env: systemEnv(),
    ...(owner === undefined ? {} : { owner }),
    logFile: options.logFile,
    ipc: false,
    stopSignal: 'SIGINT', // Postgres's fast shutdown
    forceSignal: 'SIGQUIT', // its immediate one: recovers at the next start
    stopWithinMs: 3_000,
    readyWithinMs: 60_000, // recovery after a crash is part of it
    retryStartForMs: 10_000,
    beforeLaunch: async () => {
      await clearLeftoverServer(cluster.folder);
    },
    untilReady: (_child, abandoned) => untilAnswering(adminUrlOf(cluster, port), abandoned),
  };
}

async function untilAnswering(url: string, abandoned: AbortSignal): Promise<void> {
  while (!abandoned.aborted) {
    try {
      await withConnection(url, (client) => client.query('select 1'));
      return;
    } catch {
      await delay(50);
    }
  }
}
