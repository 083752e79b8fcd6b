import type { BuyerStatement, WalletStatement } from '@drawdown/ledger';
import {
  buyerStatementQuerySchema,
  buyerStatementSchema,
  statementQuerySchema,
  statementSchema,
} from '@drawdown/shared/http';
import type { Response } from 'express';
import { z } from 'zod';
import { sendCsv } from '../csv/send.ts';
import type { Deps } from '../deps.ts';
import type { Answer } from '../http/answer.ts';
import { ok } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { notFound } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { buyerCsv } from './buyer-csv.ts';
import { collectedLines } from './collected.ts';
import { buyerSheet, walletSheet } from './pdf/sheets.ts';
import { periodOf } from './period.ts';
import { buyerStatementJson, walletStatementJson } from './resource.ts';
import { fileName, sendPdf } from './send.ts';
import { walletCsv } from './wallet-csv.ts';

type Format = 'json' | 'csv' | 'pdf';
type Asked = { format: Format; response: Response };

export function statementRoutes({ ledger }: Deps): Route[] {
  return [
    protectedRoute({
      method: 'get',
      path: '/v1/wallets/:walletId/statement',
      tag: 'Wallets',
      summary:
        'Opening, lines and closing of a period; `format=csv` or `format=pdf` sends the same as a file',
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
        return answerWallet(statement, { format: query.format, response });
      },
    }),
    protectedRoute({
      method: 'get',
      path: '/v1/buyers/:buyerId/statement',
      tag: 'Buyers',
      summary: 'What a buyer owed, line by line from opening to closing: leads on terms, payments, returns',
      access: { kind: 'scope', anyOf: ['buyers:read'] },
      params: z.object({ buyerId: idParam('buyer') }),
      query: buyerStatementQuerySchema,
      responses: { 200: buyerStatementSchema },
      problems: ['not_found'],
      handler: async ({ caller: { accountId }, params: { buyerId }, query, response }) => {
        const buyer = await ledger.buyers.get(accountId, buyerId);
        if (buyer === null) throw notFound('buyer');
        const { timeZone } = await ledger.accounts.get(accountId);
        const { from, to } = periodOf(query, { from: buyer.createdAt, to: new Date(), timeZone });
        const period = { from, to, currency: query.currency };
        const statement = await ledger.statements.forBuyer(accountId, buyerId, period);
        if (statement === null) throw notFound('buyer');
        return answerBuyer(statement, { format: query.format, response });
      },
    }),
  ];
}

async function answerWallet(statement: WalletStatement, { format, response }: Asked): Promise<Answer> {
  switch (format) {
    case 'json':
      return ok(await walletStatementJson(statement, await collectedLines(statement)));
    case 'csv':
      return sendCsv(response, fileName(statement.walletId, statement, 'csv'), walletCsv(statement));
    case 'pdf': {
      const sheet = await walletSheet(statement, await collectedLines(statement));
      return sendPdf(response, fileName(statement.walletId, statement, 'pdf'), sheet);
    }
  }
}

async function answerBuyer(statement: BuyerStatement, { format, response }: Asked): Promise<Answer> {
  switch (format) {
    case 'json':
      return ok(await buyerStatementJson(statement, await collectedLines(statement)));
    case 'csv':
      return sendCsv(response, fileName(statement.buyer.id, statement, 'csv'), buyerCsv(statement));
    case 'pdf': {
      const sheet = await buyerSheet(statement, await collectedLines(statement));
      return sendPdf(response, fileName(statement.buyer.id, statement, 'pdf'), sheet);
    }
  }
}
