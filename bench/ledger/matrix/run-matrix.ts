import type { TestPostgres } from '@drawdown/stack/testing';
import type { BenchOptions } from '../arguments.ts';
import { type Books, openBooks } from '../load/books.ts';
import { POOL_SIZE } from '../load/variant.ts';
import { openNetwork } from '../network/network.ts';
import { printCell } from '../report/table.ts';
import { describeMachine, type Machine, measureRoundTripMs } from '../server/machine.ts';
import { tidyUp } from '../server/postgres.ts';
import { auditBooks } from './audit.ts';
import { type Cell, measureCell } from './cell.ts';
import { openVariants, prepareVariants } from './variants.ts';

export type RoundTrip = { networkMs: number; measuredMs: number };
export type Matrix = { machine: Machine; roundTrips: RoundTrip[]; cells: Cell[]; auditFindings: number };

/** Every variant in every place, and at the end the ledger's own audit of what was written. */
export async function runMatrix(postgres: TestPostgres, options: BenchOptions): Promise<Matrix> {
  const databaseUrl = await postgres.createDatabase();
  const machine = await describeMachine(databaseUrl);
  const books = await openBooks(databaseUrl, Math.max(...options.wallets), options.keyed);
  await prepareVariants(databaseUrl);
  const roundTrips: RoundTrip[] = [];
  const cells: Cell[] = [];
  for (const networkMs of options.networksMs) {
    const network = await openNetwork(databaseUrl, networkMs);
    const measuredMs = await measureRoundTripMs(network.databaseUrl);
    roundTrips.push({ networkMs, measuredMs });
    cells.push(
      ...(await measureCells({ databaseUrl, networkUrl: network.databaseUrl, networkMs }, books, options)),
    );
    await network.close();
  }
  // The audit joins everything with everything: it needs to know how large the tables have become.
  await tidyUp(databaseUrl);
  return { machine, roundTrips, cells, auditFindings: await auditBooks(databaseUrl) };
}

/** So that no variant pays for first times (connections, plans, who draws on which wallet) while it is measured. */
async function touchEveryWallet(opened: ReturnType<typeof openVariants>['opened'], { buyers }: Books) {
  for (const { variant } of opened) {
    const wallets = buyers.keys();
    const walk = async () => {
      for (const wallet of wallets) await variant.draw(wallet);
    };
    await Promise.all(Array.from({ length: POOL_SIZE }, walk));
  }
}

async function measureCells(
  { databaseUrl, networkUrl, networkMs }: { databaseUrl: string; networkUrl: string; networkMs: number },
  books: Books,
  options: BenchOptions,
): Promise<Cell[]> {
  const { opened, close } = openVariants(networkUrl, books);
  const cells: Cell[] = [];
  await touchEveryWallet(opened, books);
  for (const wallets of options.wallets) {
    for (const callers of options.callers) {
      await tidyUp(databaseUrl);
      const cell = await measureCell(opened, { wallets, callers, networkMs }, options);
      printCell(cell);
      cells.push(cell);
    }
  }
  await close();
  return cells;
}
