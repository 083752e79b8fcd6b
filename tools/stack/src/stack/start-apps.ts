import path from 'node:path';
import { readyMessage } from '../processes/ready-message.ts';
import { nodeProgram } from './node-program.ts';
import type { Stack } from './stack.ts';

/** Starts the worker and then the API, so that whoever reaches the API reaches workflows that are carried out. */
export async function startApps(stack: Stack, env: NodeJS.ProcessEnv): Promise<void> {
  if (stack.parts.has('worker')) await stack.timed('worker', () => startApp(stack, 'worker', env));
  if (stack.parts.has('api')) await stack.timed('api', () => startApp(stack, 'api', env));
}

const stopWithinMs = { worker: 5_000, api: 3_000 };

const startApp = (stack: Stack, name: 'worker' | 'api', env: NodeJS.ProcessEnv): Promise<void> =>
  stack.run(
    nodeProgram({
      name,
      program: path.join(stack.root, 'apps', name, 'dist/main.js'),
      cwd: stack.root,
      env,
      logFile: stack.logFile(name),
      stopWithinMs: stopWithinMs[name],
      untilReady: readyMessage,
    }),
  );
