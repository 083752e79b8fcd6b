import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { z } from 'zod';
import { runCommand } from './run-command.ts';
import { nothing, oneFailure, type Totals } from './totals.ts';

const rootPackage = z.object({ packageManager: z.string() });

/** Format, lint, types and borders of everything: one check that passes or fails as a whole. */
export async function runCheck(
  root: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; totals: Totals }> {
  const git = spawnSync('git', ['rev-parse', '--is-inside-work-tree'], { cwd: root, stdio: 'ignore' });
  const task =
    git.status === 0
      ? ['exec', 'turbo', 'run', 'check', '--output-logs=errors-only']
      : ['-r', '--include-workspace-root', 'run', '/^check/'];
  const { packageManager } = rootPackage.parse(JSON.parse(fs.readFileSync(`${root}/package.json`, 'utf8')));
  const code = await runCommand({ command: 'npx', args: ['-y', packageManager, ...task], cwd: root, env });
  const totals =
    code === 0 ? { ...nothing, passed: 1 } : oneFailure('check: format, lint, types or borders (see above)');
  return { code, totals };
}
