import type { ChildProcess } from 'node:child_process';

/** Resolves when the program says `{ kind: 'ready' }` over its IPC channel. */
export function readyMessage(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on('message', (message) => {
      if (typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'ready')
        resolve();
    });
  });
}
