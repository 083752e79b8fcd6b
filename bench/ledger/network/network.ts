import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type Network = { databaseUrl: string; close(): Promise<void> };

/** The database at a distance: half of the round trip in each direction. Without one, the database itself. */
export async function openNetwork(databaseUrl: string, roundTripMs: number): Promise<Network> {
  if (roundTripMs === 0) return { databaseUrl, close: async () => {} };
  const distant = new URL(databaseUrl);
  const program = fileURLToPath(new URL('./delay-process.ts', import.meta.url));
  // A process of its own, so that the delay does not wait for the callers' work.
  const child = fork(program, [distant.port, String(roundTripMs / 2)]);
  const [port] = await once(child, 'message');
  distant.port = String(port);
  return { databaseUrl: distant.href, close: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.disconnect();
  await exited;
}
