import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { systemEnv } from '../env.ts';
import { Failure } from '../failure.ts';
import { canEnter, type Owner } from './owner.ts';

export const superuser = 'drawdown';
const majorVersion = '18';
/** Where the files go when root keeps its checkout private and the database's user cannot get to them. */
const systemData = '/var/lib/drawdown';

export interface Cluster {
  /** The folder with PG_VERSION in it. */
  folder: string;
  password: string;
}

/**
 * The database files under the data directory, made at the first start and never removed afterwards. The password is
 * kept beside them for their owner only. Files are complete or absent: an interrupted first start leaves no half.
 */
export function openCluster(options: {
  dataDir: string;
  home: string;
  owner: Owner | undefined;
  fallback?: string;
}): Cluster {
  const { dataDir, home, owner } = options;
  const passwordFile = path.join(dataDir, 'postgres-password');
  const folder = path.join(reachableFolder(dataDir, owner, options.fallback ?? systemData), 'postgres');
  if (!fs.existsSync(folder)) {
    const password = randomBytes(24).toString('base64url');
    fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    initialise({ folder, home, owner, password });
  }
  const version = readText(path.join(folder, 'PG_VERSION'));
  if (version !== majorVersion)
    throw new Failure(
      `${folder} is not a Postgres ${majorVersion} data directory (found: ${version ?? 'no PG_VERSION'}): move it away or choose another DRAWDOWN_DATA_DIR`,
    );
  const password = readText(passwordFile);
  if (password === undefined)
    throw new Failure(
      `${passwordFile} is missing: restore it, or move ${folder} away to start with an empty database`,
    );
  return { folder, password };
}

/** The data directory, or a place that depends on it alone when the database's user has no way into it. */
function reachableFolder(dataDir: string, owner: Owner | undefined, fallback: string): string {
  fs.mkdirSync(dataDir, { recursive: true });
  if (owner === undefined || canEnter(dataDir, owner)) return dataDir;
  const elsewhere = path.join(fallback, dataDir.replaceAll(/[^\w.-]+/g, '_'));
  fs.mkdirSync(elsewhere, { recursive: true, mode: 0o755 });
  fs.writeFileSync(path.join(dataDir, 'postgres-is-in'), `${elsewhere}\n`);
  return elsewhere;
}

function initialise(options: {
  folder: string;
  home: string;
  owner: Owner | undefined;
  password: string;
}): void {
  const { folder, home, owner, password } = options;
  const making = `${folder}.new`;
  fs.rmSync(making, { recursive: true, force: true }); // an interrupted first start; it has never held data
  fs.mkdirSync(making, { mode: 0o700 });
  const passwordCopy = `${making}/../postgres-password.new`;
  fs.writeFileSync(passwordCopy, password, { mode: 0o600 });
  if (owner !== undefined) for (const it of [making, passwordCopy]) fs.chownSync(it, owner.uid, owner.gid);
  const made = spawnSync(
    `${home}/bin/initdb`,
    [
      ...['-D', making, '-U', superuser, `--pwfile=${passwordCopy}`, '--auth=scram-sha-256'],
      ...['--locale=C', '--encoding=UTF8', '--data-checksums', '--no-instructions'],
    ],
    { cwd: '/', encoding: 'utf8', env: systemEnv(), ...owner },
  );
  fs.rmSync(passwordCopy);
  if (made.status !== 0)
    throw new Failure(
      `the database could not be made in ${folder}: ${made.stderr?.trim() || made.error?.message}`,
    );
  fs.renameSync(making, folder);
}

function readText(file: string): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : undefined;
}
