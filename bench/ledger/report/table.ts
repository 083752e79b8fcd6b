import type { Growth } from '../growth/run-growth.ts';
import { VARIANT_TITLES, VARIANTS } from '../load/variant.ts';
import type { Cell } from '../matrix/cell.ts';
import type { Target } from '../targets/targets.ts';

const whole = (value: number) => Math.round(value).toLocaleString('en-US');
const ms = (value: number) => value.toFixed(2);

export function placeOf({ wallets, callers, networkMs }: Cell): string {
  const spread = wallets === 1 ? 'hot wallet' : `${wallets.toLocaleString('en-US')} wallets`;
  return `${spread}, ${callers} ${callers === 1 ? 'caller' : 'callers'}, ${networkMs} ms of network`;
}

export function printCell(cell: Cell): void {
  console.log(`\n${placeOf(cell)}`);
  console.log(
    `  ${'variant'.padEnd(58)}${'postings/s'.padStart(12)}${'p50 ms'.padStart(10)}${'p99 ms'.padStart(10)}`,
  );
  for (const name of VARIANTS) {
    const { postingsPerSecond, p50Ms, p99Ms } = cell.variants[name];
    const title = `(${name}) ${VARIANT_TITLES[name]}`.padEnd(58);
    console.log(
      `  ${title}${whole(postingsPerSecond).padStart(12)}${ms(p50Ms).padStart(10)}${ms(p99Ms).padStart(10)}`,
    );
  }
  const { cToA, cToB, cToE, p99CToB } = cell.ratios;
  console.log(
    `  c/a ${cToA.toFixed(1)}   c/b ${cToB.toFixed(2)}   c/e ${cToE.toFixed(2)}   p99 c/b ${p99CToB.toFixed(2)}`,
  );
}

export function printGrowth(growth: Growth[]): void {
  if (growth.length === 0) return;
  console.log(
    '\ncost of a draw in books of different size (server time of a call, without network and commit)',
  );
  console.log(
    `  ${'entries'.padStart(12)}${'leads per call'.padStart(16)}${'ms'.padStart(10)}${'ratio'.padStart(8)}`,
  );
  for (const { entries, leads, serverMs, ratio } of growth) {
    console.log(
      `  ${whole(entries).padStart(12)}${String(leads).padStart(16)}${serverMs.toFixed(3).padStart(10)}${ratio.toFixed(2).padStart(8)}`,
    );
  }
}

export function printTargets(targets: Target[]): void {
  console.log('\ntargets');
  for (const { claim, measured, met } of targets) {
    console.log(`  ${met ? 'met   ' : 'MISSED'} ${claim}: ${measured.toFixed(2)}`);
  }
}
