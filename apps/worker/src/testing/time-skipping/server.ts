import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cache = path.join(homedir(), '.cache', 'drawdown', 'temporal-test-server-1.38.0');
const start = path.join(cache, 'start');

// The SDK passes the port alone. Any flag more, and the clock would run freely from the start.
const START_SCRIPT = `#!/bin/sh
exec java -XX:TieredStopAtLevel=1 -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$@"
`;

export type TimeSkippingServer = { found: true; executable: string } | { found: false; reason: string };

/** Temporal's test server, for which weeks pass in a second. It is Java: fetched once with Maven where there is one. */
export async function findTimeSkippingServer(): Promise<TimeSkippingServer> {
  try {
    await run('java', ['-version']);
  } catch {
    return { found: false, reason: 'there is no Java for the time-skipping Temporal server' };
  }
  if (existsSync(start)) return { found: true, executable: start };
  try {
    await fetchServer();
    return { found: true, executable: start };
  } catch {
    return { found: false, reason: 'Maven is missing or could not fetch the time-skipping Temporal server' };
  }
}

/** Complete or not there at all: an interrupted download leaves nothing that looks finished. */
async function fetchServer(): Promise<void> {
  const unfinished = `${cache}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  try {
    await copyFile(fileURLToPath(new URL('./pom.xml', import.meta.url)), path.join(unfinished, 'pom.xml'));
    const goal = ['dependency:copy-dependencies', '-DoutputDirectory=lib', '-DincludeScope=runtime'];
    await run('mvn', ['-q', '-B', ...goal], { cwd: unfinished, timeout: 120_000 });
    await writeFile(path.join(unfinished, 'start'), START_SCRIPT);
    await chmod(path.join(unfinished, 'start'), 0o755);
    await rename(unfinished, cache);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}
