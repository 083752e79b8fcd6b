import type { ProcessSpec } from '../processes/supervised-process.ts';

export type NodeProgram = Pick<
  ProcessSpec,
  'name' | 'cwd' | 'env' | 'logFile' | 'stopWithinMs' | 'untilReady'
> & {
  program: string;
};

/** How one of our own programs is run: under the same Node.js, with an IPC channel on which it says that it is ready. */
export const nodeProgram = ({ program, ...rest }: NodeProgram): ProcessSpec => ({
  ...rest,
  command: process.execPath,
  args: ['--enable-source-maps', program],
  ipc: true,
  stopSignal: 'SIGTERM',
  forceSignal: 'SIGKILL',
  readyWithinMs: 60_000,
});
