import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../testing/index.ts';
import { writeSoundBooks } from './testing/sound-books.ts';

let databaseUrl: string;
let dataFolder: string;

beforeAll(async () => {
  databaseUrl = await createTestDatabase();
  await writeSoundBooks(databaseUrl);
  dataFolder = await mkdtemp(path.join(os.tmpdir(), 'drawdown-audit-'));
});
afterAll(() => rm(dataFolder, { recursive: true, force: true }));

/** Runs the command as a process of its own. */
function audit(...args: string[]): Promise<{ code: number | null; output: string }> {
  const command = fileURLToPath(new URL('./audit-command.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--conditions=@drawdown/source', '--import', 'tsx', command, ...args],
    {
      cwd: path.dirname(command),
      env: { PATH: process.env.PATH, DRAWDOWN_DATA_DIR: dataFolder },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += String(part)));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

test('the audit command ends with 2 and says so where there is no database to audit', async () => {
  const { code, output } = await audit();
  expect(code).toBe(2);
  expect(output).toContain(`No database to audit: ${path.join(dataFolder, 'app.env')}`);
  const unreachable = await audit('--database-url', 'postgresql://nobody@127.0.0.1:1/nothing');
  expect(unreachable.code).toBe(2);
  expect(unreachable.output).toContain('ECONNREFUSED');
});

test('the audit command ends with 0 on sound books, found where the stack keeps its settings', async () => {
  await writeFile(path.join(dataFolder, 'app.env'), `DRAWDOWN_PORT=4000\nDATABASE_URL=${databaseUrl}\n`);
  const { code, output } = await audit();
  expect(output).toMatch(/entries checked in .* 0 findings/);
  expect(code).toBe(0);
});

test('the audit command ends with 1 on broken books and names what is broken', async () => {
  const superuser = new pg.Client({ connectionString: databaseUrl });
  await superuser.connect();
  await superuser.query(`update book_account set balance = balance + 1 where kind = 'wallet'`);
  await superuser.end();
  const { code, output } = await audit('--database-url', databaseUrl);
  expect(output).toMatch(/^I2 .*balance \d+, entries sum to \d+/m);
  expect(code).toBe(1);
});
