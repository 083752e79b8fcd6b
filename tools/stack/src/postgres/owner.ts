import { spawnSync } from 'node:child_process';

/** The user the database runs as, where that is not the present one. */
export type Owner = { uid: number; gid: number };

/** Postgres refuses to run as root; `nobody` exists everywhere, so nobody has to be created. */
export function databaseOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function idOf(flag: string): number {
  const id = Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout);
  if (!Number.isInteger(id) || id === 0) throw new Error('there is no user `nobody` to run Postgres as');
  return id;
}

/** True when that user can go into the folder, through everything above it. */
export const canEnter = (folder: string, owner: Owner | undefined): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { cwd: '/', stdio: 'ignore', ...owner }).status === 0;
