import { type Money, money } from '@drawdown/shared/money';
import type { Statement } from './types.ts';

/** A receivable is kept as what a buyer has, so a debt is negative there; its reader asks what is owed. */
export function inOwedTerms(statement: Statement): Statement {
  return {
    ...statement,
    opening: turned(statement.opening),
    closing: turned(statement.closing),
    totals: async () =>
      (await statement.totals()).map((total) => ({ ...total, amount: turned(total.amount) })),
    async *lines() {
      for await (const line of statement.lines())
        yield { ...line, amount: turned(line.amount), balanceAfter: turned(line.balanceAfter) };
    },
  };
}

function turned({ amountMinor, currency }: Money): Money {
  return money(-amountMinor, currency);
}
