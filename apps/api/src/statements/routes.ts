import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Statement } from '@drawdown/ledger';
import { MAX_STATEMENT_LINES, statementQuerySchema, statementSchema } from '@drawdown/shared/http';
import { moneyToJson } from '@drawdown/shared/money';
import type { Response } from 'express';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Answer } from '../http/answer.ts';
import { ok } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { fieldProblem, notFound } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { entryJson } from '../wallets/resource.ts';
import { statementCsv } from './csv.ts';
import { periodOf } from './period.ts';

export function statementRoutes({ ledger }: Deps): Route[] {
  return [
    protectedRoute({
      method: 'get',
      path: '/v1/wallets/:walletId/statement',
      tag: 'Wallets',
      summary: 'Opening, lines and closing of a period; `format=csv` streams the same as CSV',
      access: { kind: 'scope', anyOf: ['wallets:read'] },
      params: z.object({ walletId: idParam('wallet') }),
      query: statementQuerySchema,
      responses: { 200: statementSchema },
      problems: ['not_found'],
      handler: async ({ caller: { accountId }, params: { walletId }, query, response }) => {
        const wallet = await ledger.wallets.get(accountId, walletId);
        if (wallet === null) throw notFound('wallet');
        const { timeZone } = await ledger.accounts.get(accountId);
        const period = periodOf(query, { from: wallet.createdAt, to: new Date(), timeZone });
        const statement = await ledger.statements.forWallet(accountId, walletId, period);
        if (statement === null) throw notFound('wallet');
        return query.format === 'csv' ? sendCsv(statement, response) : statementJson(statement);
      },
    }),
  ];
}

async function statementJson(statement: Statement): Promise<Answer> {
  if (statement.lineCount > BigInt(MAX_STATEMENT_LINES))
    throw fieldProblem(
      'validation_failed',
      'to',
      `the period has ${statement.lineCount} lines, of which JSON holds ${MAX_STATEMENT_LINES}: ask for less, or for csv`,
    );
  const lines = [];
  for await (const line of statement.lines()) lines.push(entryJson(line));
  const { walletId, from, to, final, opening, closing } = statement;
  return ok({
    walletId,
    from: from.toISOString(),
    to: to.toISOString(),
    final,
    opening: moneyToJson(opening),
    lines,
    closing: moneyToJson(closing),
  });
}

/** A statement that breaks off is not ended properly, so that nobody takes a part of it for the whole. */
async function sendCsv(statement: Statement, response: Response): Promise<Answer> {
  const name = `statement-${statement.walletId}-${day(statement.from)}-${day(statement.to)}.csv`;
  response.status(200).set({
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
  });
  try {
    await pipeline(Readable.from(statementCsv(statement)), response);
  } catch (error) {
    // Whoever asked has gone: there is nobody left to tell.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'))
      throw error;
  }
  return { kind: 'streaming' };
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}
