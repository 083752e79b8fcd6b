import type { Statement, StatementLine, WalletStatement } from '@drawdown/ledger';
import { MAX_STATEMENT_LINES } from '@drawdown/shared/http';
import { fieldProblem } from '../http/problem.ts';

/** All lines at once, for the formats that need them so. @throws ProblemError when there are more than those hold. */
export async function collectedLines(statement: Statement): Promise<StatementLine[]> {
  if (statement.lineCount > BigInt(MAX_STATEMENT_LINES))
    throw fieldProblem(
      'validation_failed',
      'to',
      `the period has ${statement.lineCount} lines, of which JSON and PDF hold ${MAX_STATEMENT_LINES}: ask for less, or for csv`,
    );
  const lines: StatementLine[] = [];
  for await (const line of statement.lines()) lines.push(line);
  return lines;
}

/** Who appears in the lines, by name; where nobody does, whose wallet it is. */
export function buyersIn(
  { owner }: WalletStatement,
  lines: readonly StatementLine[],
): { id: string; name: string }[] {
  const byId = new Map<string, string>();
  for (const { buyerId, buyerName } of lines)
    if (buyerId !== null && buyerName !== null) byId.set(buyerId, buyerName);
  if (byId.size === 0) return owner === null ? [] : [owner];
  return [...byId]
    .map(([id, name]) => ({ id, name }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
}
