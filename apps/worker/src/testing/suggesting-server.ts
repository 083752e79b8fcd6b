import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { TestWorkflowEnvironment } from '@temporalio/testing';

/** The launcher's way to the command line tool, which holds the server. */
const finder = fileURLToPath(new URL('../../../../tools/stack/launch/temporal-cli.mjs', import.meta.url));

/**
 * A Temporal server of its own that suggests a new run after so few events, where others do so after thousands. A run
 * that goes over into the next one is short enough to be stored then.
 */
export async function openSuggestingServer(afterEvents: number): Promise<TestWorkflowEnvironment> {
  const { stdout } = await promisify(execFile)(process.execPath, [finder]);
  const suggest = `limit.historyCount.suggestContinueAsNew=${afterEvents}`;
  return TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path: await absolute(stdout.trim()) },
      extraArgs: ['--dynamic-config-value', suggest],
    },
  });
}

/** The tool may be named as it is found on the path. */
async function absolute(command: string): Promise<string> {
  const { stdout } = await promisify(execFile)('sh', ['-c', 'command -v "$0"', command]);
  return stdout.trim();
}
