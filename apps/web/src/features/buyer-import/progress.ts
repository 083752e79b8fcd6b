import type { ImportReportResource, ImportRowResource } from '@drawdown/shared/http';

/** What came of a file that was tried first and then brought in, in one request or in several. */
export type Progress = { rows: ImportRowResource[]; done: number; toDo: number };

const isWork = ({ action }: ImportRowResource) => action === 'create' || action === 'update';

/**
 * The rows as they were tried, with what is known of them by now. A row that was to be done and is found unchanged was done by a request
 * whose answer was lost.
 */
export function progressOf(tried: ImportReportResource, answers: ImportReportResource[]): Progress {
  const rows = tried.rows.map((row, index) => {
    // The same file each time: a row has the same place in every answer.
    const later = answers.flatMap((answer) => answer.rows[index] ?? []);
    const failed = later.find(({ action }) => action === 'error');
    if (failed !== undefined) return failed;
    const last = later.at(-1);
    const done = isWork(row) && later.some((seen) => seen.done || seen.action === 'unchanged');
    return { ...row, done, buyerId: last?.buyerId ?? row.buyerId };
  });
  return {
    rows,
    done: rows.filter((row) => isWork(row) && row.done).length,
    toDo: tried.rows.filter(isWork).length,
  };
}
