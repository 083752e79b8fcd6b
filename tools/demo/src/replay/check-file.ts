import type { RowProblem } from './lead-row.ts';
import { readLeads } from './leads-file.ts';

/** What one buyer of the file needs to be looked up and its prices to be checked. */
export type FileBuyer = {
  firstLine: number;
  rows: number;
  /** The price with the most decimals: when this one is exact in the buyer's currency, all are. */
  finestPrice: { text: string; line: number };
};

export type FileCheck = {
  rows: number;
  firstMs: number;
  lastMs: number;
  buyers: ReadonlyMap<string, FileBuyer>;
  problems: readonly RowProblem[];
};

/** Reads the whole file once, before anything is sent. */
export async function checkFile(file: string): Promise<FileCheck> {
  const buyers = new Map<string, FileBuyer>();
  const problems: RowProblem[] = [];
  let rows = 0;
  let firstMs = Number.NaN;
  let lastMs = Number.NaN;
  for await (const row of readLeads(file)) {
    if ('text' in row) {
      problems.push(row);
      continue;
    }
    if (row.atMs < lastMs)
      problems.push({ line: row.line, text: 'time goes back: the file must be in order of time' });
    rows += 1;
    if (rows === 1) firstMs = row.atMs;
    lastMs = row.atMs;
    noteBuyer(buyers, row);
  }
  if (rows === 0 && problems.length === 0) problems.push({ line: 1, text: 'there are no leads in the file' });
  return { rows, firstMs, lastMs, buyers, problems };
}

function noteBuyer(
  buyers: Map<string, FileBuyer>,
  row: { buyer: string; price: string; line: number },
): void {
  const price = { text: row.price, line: row.line };
  const known = buyers.get(row.buyer);
  if (known === undefined) {
    buyers.set(row.buyer, { firstLine: row.line, rows: 1, finestPrice: price });
    return;
  }
  known.rows += 1;
  if (decimals(row.price) > decimals(known.finestPrice.text)) known.finestPrice = price;
}

function decimals(price: string): number {
  return price.split('.')[1]?.length ?? 0;
}
