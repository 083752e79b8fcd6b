import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { lastLines, runQuietly, seconds } from './command.mjs';
import { Failure } from './failure.mjs';
import { inRoot, pnpm, root } from './paths.mjs';
import { sourceFingerprint, unbuiltPackages } from './source-fingerprint.mjs';

const stampFile = () => inRoot('node_modules', '.drawdown-build');

/** turbo needs a git repository: outside one it spends many seconds on finding that out. */
const insideGit = () =>
  spawnSync('git', ['rev-parse', '--is-inside-work-tree'], { cwd: root, encoding: 'utf8' }).stdout?.trim() ===
  'true';

/** Builds every package unless no source has changed since the last build. Answers how long it took, or null. */
export async function build({ log }) {
  const fingerprint = sourceFingerprint();
  const stamp = fs.existsSync(stampFile()) ? fs.readFileSync(stampFile(), 'utf8').trim() : '';
  if (stamp === fingerprint && unbuiltPackages().length === 0) return null;
  log('Building ...');
  const task = insideGit()
    ? ['exec', 'turbo', 'run', 'build', '--output-logs=errors-only']
    : ['-r', 'run', 'build'];
  const result = await runQuietly({
    title: 'building',
    command: pnpm.command,
    args: [...pnpm.args, ...task],
    env: { ...pnpm.env, TURBO_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1' },
    log,
  });
  if (result.code !== 0) {
    console.error(lastLines(result.output, 40));
    throw new Failure('the build failed (its last lines are above)');
  }
  fs.writeFileSync(stampFile(), `${fingerprint}\n`);
  log(`Built in ${seconds(result.elapsedMs)}`);
  return result.elapsedMs;
}
