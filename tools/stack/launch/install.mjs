import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { lastLines, runQuietly, seconds } from './command.mjs';
import { Failure } from './failure.mjs';
import { inRoot, pnpm } from './paths.mjs';

const stampFile = () => inRoot('node_modules', '.drawdown-lock');

/** What is installed depends on these two files and, through native packages, on the machine. */
function wantedStamp() {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(fs.readFileSync(inRoot(file)));
  return hash.digest('hex');
}

const presentStamp = () => {
  try {
    return fs.readFileSync(stampFile(), 'utf8').trim();
  } catch {
    return '';
  }
};

const offline =
  /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|META_FETCH_FAIL|getaddrinfo|error sending request/;

/** Installs the locked packages unless exactly they are installed already. Answers how long it took, or null. */
export async function install({ log }) {
  const stamp = wantedStamp();
  if (stamp === presentStamp()) return null;
  log('Installing packages ...');
  const result = await runQuietly({
    title: 'installing packages',
    command: pnpm.command,
    args: [...pnpm.args, 'install', '--frozen-lockfile'],
    env: pnpm.env,
    log,
  });
  if (result.code !== 0) throw new Failure(explain(result));
  fs.writeFileSync(stampFile(), `${stamp}\n`);
  log(`Installed packages in ${seconds(result.elapsedMs)}`);
  return result.elapsedMs;
}

function explain({ code, output }) {
  if (code === 127) return 'npx was not found: it comes with Node.js, check that its folder is on PATH';
  if (output.includes('OUTDATED_LOCKFILE'))
    return `pnpm-lock.yaml does not match a package.json: run "npx ${pnpm.args.join(' ')} install" and start again`;
  if (offline.test(output))
    return 'packages could not be downloaded: check the network (or the npm registry and proxy settings) and start again';
  console.error(lastLines(output, 15));
  return 'packages could not be installed (the last lines of pnpm are above)';
}
