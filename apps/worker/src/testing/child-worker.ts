import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type ChildWorker = {
  /** Resolves when it polls. */
  ready: Promise<unknown>;
  /** Resolves with how it ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  terminate(): void;
  kill(): void;
};

/** The worker as a process of its own, as the stack runs it, from sources. */
export function spawnWorker(variables: Record<string, string>): ChildWorker {
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      '--conditions=@drawdown/source',
      fileURLToPath(new URL('../main.ts', import.meta.url)),
    ],
    {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: { LOG_LEVEL: 'error', ...variables },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
  return {
    ready: readyMessage(child),
    ended: once(child, 'exit').then(([code, signal]) => ({ code, signal })),
    terminate: () => void child.kill('SIGTERM'),
    kill: () => void child.kill('SIGKILL'),
  };
}

async function readyMessage(child: ChildProcess): Promise<unknown> {
  const [message] = await once(child, 'message');
  return message;
}
