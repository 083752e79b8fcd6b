import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Failure } from '../failure.ts';

/** The launcher's program for this: it has to work before anything of ours is installed, so it stays the only one. */
const finder = fileURLToPath(new URL('../../launch/temporal-cli.mjs', import.meta.url));

/** The command that runs Temporal, downloaded or built first where it is missing (that may take minutes, and says so). */
export function temporalCli(say: (line: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [finder], { stdio: ['ignore', 'pipe', 'pipe'] });
    let command = '';
    let lastSaid = '';
    child.stdout.on('data', (chunk: Buffer) => {
      command += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      lastSaid = chunk.toString().trimEnd();
      say(lastSaid);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(command.trim());
      else reject(new Failure(lastSaid === '' ? 'Temporal could not be found' : lastSaid));
    });
  });
}
