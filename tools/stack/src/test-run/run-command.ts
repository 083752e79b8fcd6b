import { spawn } from 'node:child_process';

export interface Command {
  command: string;
  args: readonly string[];
  cwd: string;
  env?: NodeJS.ProcessEnv;
}

/** Runs a command on this terminal and answers its exit code. A signal that ends us is passed on and waited for. */
export function runCommand({ command, args, cwd, env }: Command): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit' });
    const passOn = (signal: NodeJS.Signals) => child.kill(signal);
    // The terminal sends Ctrl-C to the child too: here it only must not end us before the child is done.
    const wait = () => {};
    process.on('SIGINT', wait);
    process.on('SIGTERM', passOn);
    process.on('SIGHUP', passOn);
    const done = (code: number) => {
      process.off('SIGINT', wait);
      process.off('SIGTERM', passOn);
      process.off('SIGHUP', passOn);
      resolve(code);
    };
    child.once('error', (error) => {
      console.error(error.message);
      done(127);
    });
    child.once('close', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

/** True for the exit code of a command that was ended by a person. */
export const wasInterrupted = (code: number): boolean => code === 130 || code === 143;
