// What npm's `start`, `test`, `replay` and `account` run: without dependencies, because it is what installs them.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from './launch/build.mjs';
import { endOnSignals } from './launch/command.mjs';
import { Failure } from './launch/failure.mjs';
import { install } from './launch/install.mjs';
import { checkNodeVersion } from './launch/node-version.mjs';
import { inRoot, root } from './launch/paths.mjs';
import { ensureTemporalCli } from './launch/temporal-cli.mjs';

const log = (line) => console.log(line);
const [command, ...args] = process.argv.slice(2);

/** Everything that must be there before our own code can run, with the slow and independent parts side by side. */
async function prepare() {
  const handOver = endOnSignals();
  const temporal = process.env.TEMPORAL_ADDRESS ? undefined : ensureTemporalCli({ log });
  // Awaited below; without this an early failure would end the process before the install has said its own.
  temporal?.catch(() => {});
  const installMs = await install({ log });
  const buildMs = await build({ log });
  await temporal;
  handOver();
  return { installMs, buildMs };
}

async function start() {
  const startedAt = Date.now();
  const { installMs, buildMs } = await prepare();
  const { runStack } = await import(pathToFileURL(inRoot('tools/stack/dist/stack/run-stack.js')).href);
  const exitCode = await runStack({ root, args, startedAt, installMs, buildMs });
  // Whoever stops it while the demo account is being filled does not wait for what fills it.
  process.exit(exitCode);
}

async function test() {
  try {
    await prepare();
  } catch (error) {
    report(error);
    console.log('0 passed, 1 failed');
    return 1;
  }
  const { runTests } = await import(pathToFileURL(inRoot('tools/stack/dist/test-run/run-tests.js')).href);
  return runTests({ root, args });
}

/** A command of ours that needs nothing but to be built. */
async function runBuilt(file) {
  const program = inRoot(file);
  if (!fs.existsSync(program)) {
    await install({ log });
    await build({ log });
  }
  return spawnSync(process.execPath, [program, ...args], { stdio: 'inherit' }).status ?? 1;
}

const report = (error) => console.error(error?.name === 'Failure' ? `drawdown: ${error.message}` : error);

const replay = () => runBuilt('tools/demo/dist/replay.js');
const account = () => runBuilt('apps/api/dist/account-command.js');

const commands = { start, test, replay, account };

try {
  checkNodeVersion();
  const run = commands[command];
  if (run === undefined)
    throw new Failure(`usage: node tools/stack/launch.mjs ${Object.keys(commands).join('|')} [arguments]`);
  process.exitCode = await run();
} catch (error) {
  report(error);
  process.exitCode = 1;
}
