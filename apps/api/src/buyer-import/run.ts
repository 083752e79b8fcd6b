import type { Ledger } from '@drawdown/ledger';
import type { ImportReportResource } from '@drawdown/shared/http';
import type { Caller } from '../auth/caller.ts';
import { ProblemError } from '../http/problem.ts';
import { faultWords } from './fault-words.ts';
import type { JudgedRow } from './judge.ts';
import { isToBeDone, reportOf } from './report.ts';

type Run = { caller: Caller; rows: JudgedRow[]; limit: number };

/** Faults that the answer to a refused file names; the dry run has them all. */
const NAMED_FAULTS = 100;

/**
 * Brings in the rows that are still to be done, `limit` at most, each whole or not at all. Whatever ends it in the middle, the same file
 * again goes on where it stopped. @throws ProblemError before anything is written when any row is wrong.
 */
export async function runImport(
  { buyerImports, changes }: Ledger,
  { caller, rows, limit }: Run,
): Promise<ImportReportResource> {
  refuseFaults(rows);
  const { accountId, actor } = caller;
  let left = limit;
  for (const { row, report } of rows) {
    if (row === null || !isToBeDone(report) || left === 0) continue;
    left -= 1;
    const { planned, buyerId, walletId } = await buyerImports.bringIn(accountId, row, actor);
    report.buyerId = buyerId;
    if (planned.action === 'error') {
      // Somebody changed the buyer since the file was judged.
      report.action = 'error';
      report.errors = planned.faults.map((fault) => ({ ...faultWords(fault), value: null }));
      continue;
    }
    report.done = true;
    if (buyerId !== null) changes.publish(accountId, { type: 'buyer.changed', buyerId });
    if (walletId !== null) changes.publish(accountId, { type: 'wallet.changed', walletId });
  }
  return reportOf(
    rows.map(({ report }) => report),
    { dryRun: false },
  );
}

function refuseFaults(rows: JudgedRow[]): void {
  const faults = rows.flatMap(({ report }) =>
    report.errors.map(({ column, message }) => ({
      field: column === null ? `line ${report.line}` : `line ${report.line}: ${column}`,
      code: 'validation_failed' as const,
      message,
    })),
  );
  if (faults.length === 0) return;
  const wrong = rows.filter(({ report }) => report.errors.length > 0).length;
  const detail = `${wrong} of ${rows.length} rows cannot be brought in, so nothing was. A dry run lists every fault.`;
  throw new ProblemError('validation_failed', detail, { errors: faults.slice(0, NAMED_FAULTS) });
}
