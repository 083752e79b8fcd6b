import type { ImportRow, Ledger, PlannedRow } from '@drawdown/ledger';
import type { ImportRowResource } from '@drawdown/shared/http';
import { type Currency, moneyToJson } from '@drawdown/shared/money';
import { faultWords } from './fault-words.ts';
import type { FileRow } from './file.ts';
import { type ReadRow, readRow } from './read-row.ts';

/** A row of the file, what it says, and what is to be done with it. */
export type JudgedRow = { report: ImportRowResource; row: ImportRow | null };

type Asked = { accountId: string; files: readonly FileRow[]; accountCurrency: Currency };

/** Holds every row against the rules and against what is there already. Writes nothing. */
export async function judge(
  imports: Ledger['buyerImports'],
  { accountId, files, accountCurrency }: Asked,
): Promise<JudgedRow[]> {
  const named = files.map(({ cells }) => cells.get('externalId') ?? '').filter((id) => id !== '');
  const currencies = await imports.currencies(accountId, [...new Set(named)]);
  const read = files.map((file) => {
    const known = currencies.get(file.cells.get('externalId') ?? '');
    return readRow(file, known ?? accountCurrency);
  });
  const unique = withoutRepeats(read);
  const sound = unique.flatMap(({ row }) => (row === null ? [] : [row]));
  const plans = new Map<ImportRow, PlannedRow>();
  const planned = await imports.plan(accountId, sound);
  for (const [index, row] of sound.entries()) {
    const plan = planned[index];
    if (plan !== undefined) plans.set(row, plan);
  }
  return unique.map((row) => judged(row, row.row === null ? null : (plans.get(row.row) ?? null)));
}

/** Which of two rows with one externalId is meant nobody can say: both are refused. */
function withoutRepeats(read: ReadRow[]): ReadRow[] {
  const lines = new Map<string, number[]>();
  for (const { externalId, line } of read)
    if (externalId !== null) lines.set(externalId, [...(lines.get(externalId) ?? []), line]);
  return read.map((row) => {
    const others = (lines.get(row.externalId ?? '') ?? []).filter((line) => line !== row.line);
    if (others.length === 0) return row;
    const message = `stands in line ${others.join(', ')} too: each externalId may stand in the file once`;
    return {
      ...row,
      row: null,
      errors: [...row.errors, { column: 'externalId', value: row.externalId, message }],
    };
  });
}

function judged({ line, externalId, name, row, errors }: ReadRow, plan: PlannedRow | null): JudgedRow {
  const faults = plan?.faults.map((fault) => ({ ...faultWords(fault), value: null })) ?? [];
  const action = plan === null || errors.length > 0 ? 'error' : plan.action;
  return {
    row: action === 'error' ? null : row,
    report: {
      line,
      externalId,
      name,
      action,
      done: false,
      buyerId: plan?.buyerId ?? null,
      changes: plan?.changes ?? [],
      openingBalance: plan?.openingBalance ? moneyToJson(plan.openingBalance) : null,
      errors: [...errors, ...faults],
    },
  };
}
