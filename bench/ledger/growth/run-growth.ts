import type { TestPostgres } from '@drawdown/stack/testing';
import type { BenchOptions } from '../arguments.ts';
import { openBooks } from '../load/books.ts';
import { median } from '../load/statistics.ts';
import { fillBooks } from './fill.ts';
import { openTimedDraws, type TimedDraws } from './timed-draws.ts';

/** Server time of one call in books of that size; the ratio is to the smallest books, round by round. */
export type Growth = { entries: number; leads: number; serverMs: number; ratio: number };

type Filled = { entries: number; draws: TimedDraws };

const WALLETS = 1_001;
const LEADS_PER_CALL = [1, 16];
const ROUNDS = 15;
const CALLS_PER_ROUND = 40;
const WARM_UP_CALLS = 200;

/** What a draw costs in small and in large books, measured call by call in turn. */
export async function runGrowth(postgres: TestPostgres, options: BenchOptions): Promise<Growth[]> {
  const filled: Filled[] = [];
  for (const entries of options.bookSizes) {
    const databaseUrl = await postgres.createDatabase();
    const books = await openBooks(databaseUrl, WALLETS, options.keyed);
    await fillBooks(databaseUrl, entries);
    filled.push({ entries, draws: await openTimedDraws(databaseUrl, books) });
    console.log(`  filled books with ${entries.toLocaleString('en-US')} entries`);
  }
  const growth: Growth[] = [];
  for (const leads of LEADS_PER_CALL) growth.push(...(await compare(filled, leads)));
  for (const { draws } of filled) await draws.close();
  return growth;
}

async function compare(filled: Filled[], leads: number): Promise<Growth[]> {
  for (const { draws } of filled) for (let call = 0; call < WARM_UP_CALLS; call += 1) await draws.draw(leads);
  const rounds: number[][] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await medianTimes(filled, leads));
  return filled.map(({ entries }, place) => {
    const of = (times: number[]) => times[place] ?? Number.NaN;
    return {
      entries,
      leads,
      serverMs: median(rounds.map(of)),
      ratio: median(rounds.map((times) => of(times) / (times[0] ?? Number.NaN))),
    };
  });
}

/** One round: a call in each of the books, again and again, so that all of them see the same moments. */
async function medianTimes(filled: Filled[], leads: number): Promise<number[]> {
  const times: number[][] = filled.map(() => []);
  for (let call = 0; call < CALLS_PER_ROUND; call += 1) {
    for (const [place, { draws }] of filled.entries()) times[place]?.push(await draws.draw(leads));
  }
  return times.map(median);
}
