import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessSpec } from '../processes/supervised-process.ts';
import { answersForNamespace, keepClosedWorkflows, registerSearchAttributes } from './namespace.ts';

export interface TemporalServerOptions {
  command: string;
  port: number;
  uiPort: number;
  namespace: string;
  databaseFile: string;
  logFile: string;
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/** How the local Temporal server and its Web UI are run, ready with our search attributes and retention. */
export function temporalProcess(options: TemporalServerOptions): ProcessSpec {
  const { port, uiPort, namespace, databaseFile } = options;
  return {
    name: 'temporal',
    command: options.command,
    args: [
      ...['server', 'start-dev', '--db-filename', databaseFile, '--ip', '127.0.0.1'],
      ...['--port', String(port), '--ui-port', String(uiPort)],
      ...['--log-level', 'error', '--namespace', namespace],
    ],
    cwd: options.cwd,
    env: options.env,
    logFile: options.logFile,
    ipc: false,
    stopSignal: 'SIGTERM',
    forceSignal: 'SIGKILL',
    stopWithinMs: 2_500,
    readyWithinMs: 60_000,
    retryStartForMs: 5_000,
    untilReady: async (_child, abandoned) => {
      const address = { address: `127.0.0.1:${port}` };
      await untilAnswering(address, namespace, abandoned);
      await registerSearchAttributes(address, namespace);
      await keepClosedWorkflows(address, namespace);
    },
  };
}

async function untilAnswering(address: { address: string }, namespace: string, abandoned: AbortSignal) {
  while (!abandoned.aborted) {
    try {
      return await answersForNamespace(address, namespace);
    } catch {
      await delay(100);
    }
  }
}
