// Finds the Temporal command line tool, which holds the local server and its Web UI, or gets it once.
// As a program it prints the path of the tool on stdout and what it is doing on stderr.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { endOnSignals, lastLines, runQuietly, seconds } from './command.mjs';
import { Failure } from './failure.mjs';

const version = '1.5.1';
const downloadAnswersWithinMs = 3_000;
const downloadEndsWithinMs = 180_000;
const abandonedAfterMs = 3_600_000;

const cacheFolder = (env) => {
  const base = env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return path.join(base, 'drawdown', `temporal-cli-${version}`);
};

const canServe = (command) =>
  spawnSync(command, ['server', 'start-dev', '--help'], { stdio: 'ignore', timeout: 20_000 }).status === 0;

/** Answers the command to run, getting the tool first where it is missing. Safe to run several times at once. */
export async function ensureTemporalCli({ env = process.env, log = () => {} } = {}) {
  if (canServe('temporal')) return 'temporal';
  const folder = cacheFolder(env);
  const cached = path.join(folder, 'temporal');
  if (fs.existsSync(cached) && canServe(cached)) return cached;
  fs.mkdirSync(folder, { recursive: true });
  removeAbandoned(folder);
  const workshop = fs.mkdtempSync(path.join(folder, 'getting-'));
  try {
    const made = (await download(workshop, log)) ?? (await buildFromSource(workshop, log));
    // The rename is what makes it there: whoever is interrupted before leaves nothing that looks complete.
    fs.renameSync(made, cached);
    return cached;
  } finally {
    fs.rmSync(workshop, { recursive: true, force: true });
  }
}

/** What an interrupted run left behind, long enough ago that no run can still be at it. */
function removeAbandoned(folder) {
  for (const name of fs.readdirSync(folder)) {
    const workshop = path.join(folder, name);
    if (name.startsWith('getting-') && Date.now() - fs.statSync(workshop).mtimeMs > abandonedAfterMs)
      fs.rmSync(workshop, { recursive: true, force: true });
  }
}

async function download(workshop, log) {
  const architecture = { x64: 'amd64', arm64: 'arm64' }[process.arch];
  if (architecture === undefined || !['linux', 'darwin'].includes(process.platform)) return undefined;
  const address = `https://temporal.download/cli/archive/v${version}?platform=${process.platform}&arch=${architecture}`;
  const cancel = new AbortController();
  const deadline = setTimeout(() => cancel.abort(), downloadAnswersWithinMs);
  try {
    const answer = await fetch(address, { signal: cancel.signal });
    clearTimeout(deadline);
    if (!answer.ok || answer.body === null) return undefined;
    log(`Downloading Temporal ${version} ...`);
    const archive = path.join(workshop, 'temporal.tar.gz');
    const body = Readable.fromWeb(answer.body);
    await pipeline(body, fs.createWriteStream(archive), {
      signal: AbortSignal.timeout(downloadEndsWithinMs),
    });
    spawnSync('tar', ['-xzf', archive, '-C', workshop], { stdio: 'ignore' });
    const tool = path.join(workshop, 'temporal');
    return canServe(tool) ? tool : undefined;
  } catch {
    return undefined; // no way to the download site: the Go module is the other way
  } finally {
    clearTimeout(deadline);
  }
}

async function buildFromSource(workshop, log) {
  if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0)
    throw new Failure(
      'Temporal is missing and could neither be downloaded nor built: install the `temporal` command line tool or Go, or set TEMPORAL_ADDRESS, and start again',
    );
  log(`Building Temporal ${version} from its Go module (once, about 3 minutes) ...`);
  const result = await runQuietly({
    title: 'building Temporal',
    command: 'go',
    args: ['install', `github.com/temporalio/cli/cmd/temporal@v${version}`],
    env: { GOBIN: workshop },
    log,
  });
  if (result.code !== 0) {
    log(lastLines(result.output, 10));
    throw new Failure(
      'Temporal could not be built (the last lines of Go are above): check the network or GOPROXY, or install the `temporal` command line tool, and start again',
    );
  }
  log(`Built Temporal in ${seconds(result.elapsedMs)}`);
  return path.join(workshop, 'temporal');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  endOnSignals();
  try {
    process.stdout.write(`${await ensureTemporalCli({ log: (line) => console.error(line) })}\n`);
  } catch (error) {
    console.error(error instanceof Failure ? error.message : error);
    process.exitCode = 1;
  }
}
