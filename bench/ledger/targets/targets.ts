import type { Growth } from '../growth/run-growth.ts';
import type { Cell } from '../matrix/cell.ts';

export type Target = { claim: string; measured: number; met: boolean };

const LARGEST_GROWTH = 1.2;

/** What the ledger promises of its speed, all of it as ratios of one run, without network. */
export function judge(cells: Cell[], growth: Growth[]): Target[] {
  const at = (wallets: number, callers: number) =>
    cells.filter((cell) => cell.networkMs === 0 && cell.wallets === wallets && cell.callers === callers);
  const targets: Target[] = [];
  const atLeast = (claim: string, measured: number, least: number) =>
    targets.push({ claim: `${claim} >= ${least}`, measured, met: measured >= least });
  const atMost = (claim: string, measured: number, most: number) =>
    targets.push({ claim: `${claim} <= ${most}`, measured, met: measured <= most });

  for (const { ratios } of at(1, 32)) {
    atLeast('hot wallet, 32 callers: c/a', ratios.cToA, 40);
    atLeast('hot wallet, 32 callers: c/b', ratios.cToB, 7);
    atLeast('hot wallet, 32 callers: c/e', ratios.cToE, 0.4);
    atMost('hot wallet, 32 callers: p99 of c / p99 of b', ratios.p99CToB, 0.2);
  }
  for (const { ratios } of at(1_000, 32)) atLeast('1,000 wallets, 32 callers: c/b', ratios.cToB, 1);
  for (const { ratios } of at(1, 1)) atMost('one caller: p50 of c / p50 of b', ratios.p50CToB, 1.3);
  for (const { entries, leads, ratio } of growth.slice(1)) {
    if (ratio !== 1)
      atMost(`${leads} per call, ${entries.toLocaleString('en-US')} entries / fewest`, ratio, LARGEST_GROWTH);
  }
  return targets;
}
