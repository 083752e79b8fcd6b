import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runReplay } from '../replay/run-replay.ts';

export type Played = { exitCode: number; out: string; err: string };

/** Runs the whole command on a file of its own, in an environment that knows no demo. */
export async function replayIn(
  csv: string,
  args: readonly string[],
  stop: AbortSignal = new AbortController().signal,
): Promise<Played> {
  const folder = await mkdtemp(join(tmpdir(), 'drawdown-replay-'));
  const file = join(folder, 'leads.csv');
  await writeFile(file, csv);
  const written = { out: '', err: '' };
  const into = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  try {
    const exitCode = await runReplay({
      args: [file, ...args],
      environment: { dataDir: folder, apiKey: undefined },
      out: into('out'),
      err: into('err'),
      stop,
    });
    return { exitCode, ...written };
  } finally {
    await rm(folder, { recursive: true });
  }
}
