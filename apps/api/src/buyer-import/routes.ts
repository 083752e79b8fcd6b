import { importBuyersQuerySchema, importReportSchema } from '@drawdown/shared/http';
import { z } from 'zod';
import { requireScope } from '../auth/authorize.ts';
import type { Deps } from '../deps.ts';
import { ok } from '../http/answer.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { readFile } from './file.ts';
import { judge } from './judge.ts';
import { reportOf } from './report.ts';
import { runImport } from './run.ts';

const file = z
  .instanceof(Buffer, { error: 'must be a CSV file' })
  .meta({ type: 'string', description: 'CSV: a header of column names, then a row for each buyer' });

export function buyerImportRoutes({ ledger }: Deps): Route[] {
  return [
    protectedRoute({
      method: 'post',
      path: '/v1/buyers/import',
      tag: 'Buyers',
      summary: 'Bring in buyers and their opening balances from CSV; a dry run says what would be done',
      access: { kind: 'scope', anyOf: ['buyers:write'] },
      query: importBuyersQuerySchema,
      body: file,
      bodySize: 'csv',
      responses: { 200: importReportSchema },
      problems: ['validation_failed'],
      handler: async ({ caller, query: { dryRun, limit }, body }) => {
        const files = readFile(body);
        const { accountId } = caller;
        const { currency } = await ledger.accounts.get(accountId);
        const rows = await judge(ledger.buyerImports, { accountId, files, accountCurrency: currency });
        const report = reportOf(
          rows.map((row) => row.report),
          { dryRun: true },
        );
        if (dryRun) return ok(report);
        if (report.openingBalances.length > 0) requireScope(caller, 'credit:grant');
        return ok(await runImport(ledger, { caller, rows, limit }));
      },
    }),
  ];
}
