import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../ports/free-port.ts';
import { createPidFile } from '../processes/pid-file.ts';
import { type SupervisedProcess, supervise } from '../processes/supervised-process.ts';
import { postgresHome } from './binaries.ts';
import { openCluster } from './cluster.ts';
import { ensureDatabase, withConnection, withDatabase } from './connection.ts';
import { clearLeftoverServer } from './leftover.ts';
import { databaseOwner } from './owner.ts';
import { adminUrlOf, postgresProcess } from './server.ts';

const owner = databaseOwner();
const home = postgresHome(owner);
const opened: { folder: string; server?: SupervisedProcess }[] = [];

function openFolder(mode: number): { folder: string; server?: SupervisedProcess } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drawdown-server-'));
  fs.chmodSync(folder, mode);
  const one = { folder };
  opened.push(one);
  return one;
}

async function serve(place: { folder: string; server?: SupervisedProcess }, fallback?: string) {
  const cluster = openCluster({ dataDir: place.folder, home, owner, ...(fallback ? { fallback } : {}) });
  const port = await freePort();
  const server = supervise(postgresProcess({ cluster, home, owner, port, logFile: `${place.folder}/log` }), {
    pids: createPidFile(`${place.folder}/pids.json`),
    say: () => {},
    onGiveUp: () => {},
  });
  place.server = server;
  await server.start();
  return { cluster, url: adminUrlOf(cluster, port) };
}

const answer = (url: string, sql: string) =>
  withConnection(url, async (client) => Object.values((await client.query(sql)).rows[0] ?? {})[0]);

const postmasterPid = (folder: string) =>
  Number(fs.readFileSync(path.join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);

afterEach(async () => {
  for (const { folder, server } of opened.splice(0)) {
    await server?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

describe('the embedded Postgres', () => {
  it('keeps checksums, wants a password, and keeps that password to its owner', async () => {
    const place = openFolder(0o711);
    const { url } = await serve(place);
    expect(await answer(url, 'show data_checksums')).toBe('on');
    expect(await answer(url, 'show listen_addresses')).toBe('127.0.0.1');
    const wrong = new URL(url);
    wrong.password = 'guessed';
    await expect(answer(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
    expect(fs.statSync(path.join(place.folder, 'postgres-password')).mode & 0o777).toBe(0o600);
  });

  it('has what was written when it is started again', async () => {
    const place = openFolder(0o711);
    const first = await serve(place);
    await ensureDatabase(first.url, 'kept');
    await withConnection(withDatabase(first.url, 'kept'), (client) =>
      client.query('create table leads (id int)'),
    );
    await place.server?.stop();
    const second = await serve(place);
    expect(await answer(withDatabase(second.url, 'kept'), 'select count(*) from leads')).toBe('0');
  });

  it('starts on the files of a server that was killed', async () => {
    const place = openFolder(0o711);
    const { cluster } = await serve(place);
    place.server?.kill();
    process.kill(postmasterPid(cluster.folder), 'SIGKILL');
    const { url } = await serve(place);
    expect(await answer(url, 'select 1')).toBe(1);
  });

  it('shuts down a server that an earlier run left on its files, and takes its place', async () => {
    const place = openFolder(0o711);
    const { cluster } = await serve(place);
    const left = postmasterPid(cluster.folder);
    const abandoned = place.server;
    const { url } = await serve(place);
    expect(postmasterPid(cluster.folder)).not.toBe(left);
    expect(await answer(url, 'select 1')).toBe(1);
    await abandoned?.stop();
  });

  it('removes the lock of a server whose pid is another program by now', async () => {
    const place = openFolder(0o711);
    const { cluster } = await serve(place);
    await place.server?.stop();
    const lockFile = path.join(cluster.folder, 'postmaster.pid');
    fs.writeFileSync(lockFile, `${process.pid}\n${cluster.folder}\n`);
    expect(await clearLeftoverServer(cluster.folder)).toBe('unlocked');
    expect(fs.existsSync(lockFile)).toBe(false);
  });

  it.runIf(owner !== undefined)(
    'keeps its files elsewhere when its user has no way into the data directory',
    async () => {
      const shut = openFolder(0o700);
      const fallback = openFolder(0o755);
      const { cluster, url } = await serve(shut, fallback.folder);
      expect(cluster.folder.startsWith(fallback.folder)).toBe(true);
      expect(await answer(url, 'select 1')).toBe(1);
    },
  );

  it.runIf(owner !== undefined)(
    'runs a copy of its programs where their folder is closed to its user',
    () => {
      const cache = openFolder(0o755);
      const nobody = { uid: 65_533, gid: 65_533 };
      expect(
        execFileSync(`${postgresHome(nobody, cache.folder)}/bin/postgres`, ['--version']).toString(),
      ).toContain('18');
    },
  );

  it('refuses files that are not a Postgres data directory, and leaves them alone', async () => {
    const place = openFolder(0o711);
    fs.mkdirSync(path.join(place.folder, 'postgres'));
    fs.writeFileSync(path.join(place.folder, 'postgres', 'mine.txt'), 'mine');
    expect(() => openCluster({ dataDir: place.folder, home, owner })).toThrow(
      'is not a Postgres 18 data directory',
    );
    expect(fs.readdirSync(path.join(place.folder, 'postgres'))).toEqual(['mine.txt']);
  });
});
