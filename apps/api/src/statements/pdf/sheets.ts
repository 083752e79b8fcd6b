import type { BuyerStatement, Statement, StatementLine, WalletStatement } from '@drawdown/ledger';
import { buyersIn } from '../collected.ts';
import type { Sheet, SheetRow } from './sheet.ts';
import { figures, instantWords, minuteOf, periodWords, summaryOf } from './words.ts';

/** Names that the head lists; the lines have them all. */
const LISTED_BUYERS = 40;

export async function walletSheet(statement: WalletStatement, lines: StatementLine[]): Promise<Sheet> {
  const { walletName, walletId, owner } = statement;
  const buyers = buyersIn(statement, lines).map(({ name }) => name);
  const more = buyers.length - LISTED_BUYERS;
  const listed = buyers.slice(0, LISTED_BUYERS).join(', ') + (more > 0 ? `, and ${more} more` : '');
  const name = walletName ?? owner?.name;
  return {
    title: 'Wallet statement',
    foot: footOf(statement, name ?? walletId),
    ...(await commonOf(statement, lines)),
    facts: [
      ['Wallet', name === undefined ? walletId : `${name} (${walletId})`],
      ['Buyers', listed === '' ? 'none in this period' : listed],
      ...periodFacts(statement),
    ],
    balanceLabel: 'Balance',
    withBuyers: owner === null,
  };
}

export async function buyerSheet(statement: BuyerStatement, lines: StatementLine[]): Promise<Sheet> {
  const { buyer } = statement;
  return {
    title: 'Statement of what is owed',
    foot: footOf(statement, buyer.name),
    ...(await commonOf(statement, lines)),
    facts: [['Buyer', `${buyer.name} (${buyer.id})`], ...periodFacts(statement)],
    balanceLabel: 'Owed',
    withBuyers: false,
  };
}

async function commonOf(statement: Statement, lines: StatementLine[]) {
  const { accountName, timeZone, from, to, final, asOf, opening, closing } = statement;
  return {
    account: accountName,
    summary: summaryOf(opening, await statement.totals(), closing),
    opening: { at: minuteOf(from, timeZone), amount: figures(opening) },
    rows: lines.map((line) => rowOf(line, timeZone)),
    closing: { at: minuteOf(final ? to : asOf, timeZone), amount: figures(closing) },
    writtenAt: final ? to : asOf,
  };
}

function footOf({ accountName, from, to, timeZone }: Statement, subject: string): string {
  return [accountName, subject, periodWords({ from, to }, timeZone)].join(' · ');
}

function periodFacts({ from, to, timeZone, currency, final, asOf }: Statement): [string, string][] {
  const status = final
    ? 'Final: the period has ended, and this statement stays as it is'
    : `As of ${instantWords(asOf, timeZone)}: the period has not ended`;
  return [
    ['Period', `${periodWords({ from, to }, timeZone)} (time zone ${timeZone})`],
    ['Currency', currency],
    ['Status', status],
  ];
}

function rowOf(line: StatementLine, timeZone: string): SheetRow {
  const { leadId, buyerName, amount, balanceAfter } = line;
  return {
    at: minuteOf(line.at, timeZone),
    // The lead stands in a column of its own.
    description: leadId === null ? line.description : line.description.replace(`Lead ${leadId} `, 'Lead '),
    lead: leadId ?? '',
    buyer: buyerName ?? '',
    amount: figures(amount),
    balance: figures(balanceAfter),
  };
}
