import type { PidFile } from './pid-file.ts';
import { endLeftover } from './stop-process.ts';

const graceMs = 3_000;
/** A database gets the time to write what it holds. */
const databaseGraceMs = 15_000;

/** Ends what an earlier run of the stack left running because it was killed itself. Answers the names. */
export async function clearLeftovers(pids: PidFile): Promise<string[]> {
  const cleared = await Promise.all(
    pids.all().map(async (known) => {
      const had = await endLeftover(known, known.forceSignal === 'SIGQUIT' ? databaseGraceMs : graceMs);
      pids.forget(known.name);
      return had ? [known.name] : [];
    }),
  );
  return cleared.flat();
}
