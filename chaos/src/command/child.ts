import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A process of ours, run from its source; messages may hold bigints. */
export type Child = {
  send(message: object): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Ends it between any two instructions. Resolves when it is gone and everything that it said has been heard. */
  kill(): Promise<void>;
  /** Resolves with its exit code, or null when a signal ended it. */
  ended: Promise<number | null>;
};

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export function startChild(program: URL): Child {
  const child = fork(fileURLToPath(program), {
    execArgv: ['--conditions=@drawdown/source', '--import', 'tsx'],
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    serialization: 'advanced',
  });
  running.add(child);
  const ended = new Promise<number | null>((resolve) => {
    // `close` comes after the last message; `exit` may come before it.
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  return {
    send(message) {
      child.send(message);
    },
    onMessage: (listener) => child.on('message', listener),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    ended,
  };
}
