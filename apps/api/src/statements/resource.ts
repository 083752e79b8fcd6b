import type { BuyerStatement, Statement, StatementLine, WalletStatement } from '@drawdown/ledger';
import type {
  BuyerStatementResource,
  ReceivableLineResource,
  StatementResource,
} from '@drawdown/shared/http';
import { moneyToJson, toSafeInteger } from '@drawdown/shared/money';
import { entryJson } from '../wallets/resource.ts';
import { buyersIn } from './collected.ts';

export async function walletStatementJson(
  statement: WalletStatement,
  lines: StatementLine[],
): Promise<StatementResource> {
  const { walletId, walletName, opening, closing } = statement;
  return {
    walletId,
    walletName,
    buyers: buyersIn(statement, lines),
    ...(await headJson(statement)),
    opening: moneyToJson(opening),
    lines: lines.map((line) => ({ ...entryJson(line), buyerName: line.buyerName })),
    closing: moneyToJson(closing),
  };
}

export async function buyerStatementJson(
  statement: BuyerStatement,
  lines: StatementLine[],
): Promise<BuyerStatementResource> {
  const { buyer, opening, closing } = statement;
  return {
    buyerId: buyer.id,
    buyerName: buyer.name,
    ...(await headJson(statement)),
    opening: moneyToJson(opening),
    lines: lines.map(receivableLineJson),
    closing: moneyToJson(closing),
  };
}

async function headJson(statement: Statement) {
  const { accountName, timeZone, from, to, final } = statement;
  const totals = await statement.totals();
  return {
    accountName,
    timeZone,
    from: from.toISOString(),
    to: to.toISOString(),
    final,
    totals: totals.map(({ type, count, amount }) => ({
      type,
      count: toSafeInteger(count),
      amount: moneyToJson(amount),
    })),
  };
}

function receivableLineJson(line: StatementLine): ReceivableLineResource {
  const { id, type, description, deliveryId, leadId, invoiceId, paymentId } = line;
  return {
    id,
    type,
    amount: moneyToJson(line.amount),
    owedAfter: moneyToJson(line.balanceAfter),
    version: toSafeInteger(line.version),
    at: line.at.toISOString(),
    description,
    deliveryId,
    leadId,
    invoiceId,
    paymentId,
  };
}
