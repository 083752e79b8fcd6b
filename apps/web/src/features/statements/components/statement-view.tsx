import type { MoneyJson } from '@drawdown/shared/money';
import { Anchor } from '@mantine/core';
import { createColumnHelper } from '@tanstack/react-table';
import { useMemo } from 'react';
import { DataTable, type rowsAsServed } from '../../../ui/data-table.tsx';
import { Amount, moneyText } from '../../../ui/money-text.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import type { Period } from '../api/statements.ts';
import { downloadUrl } from '../api/statements.ts';

export type StatementLine = {
  id: string;
  at: string;
  type: string;
  description: string;
  /** The lead, invoice or payment that it is about. */
  reference: string | null;
  amount: MoneyJson;
  after: MoneyJson;
};

export type StatementSheet = {
  opening: MoneyJson;
  closing: MoneyJson;
  lines: StatementLine[];
  final: boolean;
};

type Props = {
  sheet: StatementSheet;
  period: Period;
  /** What the running column is: the balance of a wallet, or what a buyer owes. */
  running: 'Balance' | 'Owed';
  path: string;
};

/** More than this is read in a file, not on a screen. */
const LINES_SHOWN = 500;

/** A statement as it is printed: opening, every line with what stood after it, closing. */
export function StatementView({ sheet, period, running, path }: Props) {
  const { opening, closing, lines, final } = sheet;
  const columns = useMemo(() => statementColumns(running), [running]);
  const more = lines.length - LINES_SHOWN;
  return (
    <div>
      <p className="statement-ends">
        <span>
          Opening <Amount value={opening} />
        </span>
        <span>
          Closing <Amount value={closing} />
        </span>
      </p>
      <p className="field-note">
        {final
          ? 'This period has ended: the statement never changes again.'
          : `The period goes on, so the statement still grows. ${running} at the end is what stands now.`}
      </p>
      {lines.length === 0 ? (
        <p>Nothing happened in this period: it closed as it opened, with {moneyText(closing)}.</p>
      ) : (
        <DataTable
          label="Statement"
          columns={columns}
          rows={lines.slice(0, LINES_SHOWN)}
          rowId={({ id }) => id}
        />
      )}
      {more > 0 ? <p>And {more.toLocaleString('en-US')} more lines: download all of them.</p> : null}
      <div className="button-row filter-space">
        <Anchor className="text-link" href={downloadUrl(path, period, 'csv')} download>
          Download CSV
        </Anchor>
        <Anchor className="text-link" href={downloadUrl(path, period, 'pdf')} download>
          Download PDF
        </Anchor>
      </div>
    </div>
  );
}

const column = createColumnHelper<typeof rowsAsServed, StatementLine>();

function statementColumns(running: string) {
  return [
    column.display({
      id: 'at',
      header: 'Date',
      cell: ({ row }) => <Timestamp at={row.original.at} />,
    }),
    column.display({
      id: 'what',
      header: 'What',
      cell: ({ row: { original: line } }) => (
        <span className="wrapping-cell">
          {line.type}
          <span className="cell-below">{[line.description, line.reference].filter(Boolean).join(' · ')}</span>
        </span>
      ),
    }),
    column.display({
      id: 'amount',
      header: 'Amount',
      meta: { align: 'right' },
      cell: ({ row }) => <Amount signed value={row.original.amount} />,
    }),
    column.display({
      id: 'after',
      header: running,
      meta: { align: 'right' },
      cell: ({ row }) => <Amount value={row.original.after} />,
    }),
  ];
}
