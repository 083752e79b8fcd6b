import { createLedger } from '@drawdown/ledger';
import pg from 'pg';
import { randomFrom } from '../command/random.ts';
import type { Answer } from '../poster/messages.ts';
import { openBooks } from '../poster/open-books.ts';
import { startPoster } from '../poster/start-poster.ts';
import { verifyBooks } from '../poster/verify.ts';

export type PosterKills = {
  databaseUrl: string;
  seed: number;
  rounds: number;
  /** Postings between two kills, about. */
  postings?: number;
  say?(line: string): void;
};

/**
 * Kills the posting process in the middle of its work, again and again. Its successor knows only what was
 * acknowledged and asks for everything else anew, with the same leads and keys.
 */
export async function killPoster(options: PosterKills): Promise<{ postings: number; foundAgain: number }> {
  const { databaseUrl, seed, rounds, postings = 400, say } = options;
  const random = randomFrom(seed);
  const ledger = createLedger({ databaseUrl, poolSize: 2 });
  const sql = new pg.Client({ connectionString: databaseUrl });
  await sql.connect();
  try {
    const plan = await openBooks(ledger, seed);
    const acknowledged = new Map<number, Answer>();
    const count = postings * (rounds + 1);
    const job = { databaseUrl, plan, count, callers: 24, acknowledged };
    for (let round = 1; round <= rounds; round += 1) {
      const poster = startPoster(job);
      await poster.heard(Math.ceil(postings * (0.2 + 0.8 * random())));
      await poster.kill();
      say?.(`kill ${round}: ${acknowledged.size} of ${count} postings acknowledged`);
    }
    await startPoster(job).done;
    await verifyBooks({ ledger, sql, plan }, { begun: count, answers: acknowledged });
    const foundAgain = [...acknowledged.values()].filter(({ replayed }) => replayed).length;
    return { postings: count, foundAgain };
  } finally {
    await sql.end();
    await ledger.close();
  }
}
