import fs from 'node:fs';
import type { BenchOptions } from '../arguments.ts';
import type { Growth } from '../growth/run-growth.ts';
import type { Matrix } from '../matrix/run-matrix.ts';
import type { Target } from '../targets/targets.ts';

export type Result = Matrix & { options: BenchOptions; growth: Growth[]; targets: Target[] };

/** Writes the result where it is not committed; answers the file. */
export function writeResult(result: Result): string {
  const folder = new URL('../../results/', import.meta.url);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(new URL('ledger.json', folder), `${JSON.stringify(result, readable, 2)}\n`);
  return 'bench/results/ledger.json';
}

const readable = (_key: string, value: unknown) =>
  typeof value === 'number' ? Number(value.toPrecision(5)) : value;
