import type { ImportRowResource } from '@drawdown/shared/http';
import { IconAlertCircle, IconCheck, IconCircle, IconMinus } from '@tabler/icons-react';
import { createColumnHelper } from '@tanstack/react-table';
import { DataTable, type rowsAsServed } from '../../../ui/data-table.tsx';
import { Amount } from '../../../ui/money-text.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { actionWord, rowNotes } from '../import-words.ts';

/** Rows on screen at once; what is wrong comes first, so that nothing that matters is left out. */
const SHOWN = 200;

/** The rows of the file: what is to be done with each, or what came of it. */
export function ImportRows({ rows }: { rows: ImportRowResource[] }) {
  const wrong = rows.filter(({ action }) => action === 'error');
  const shown = [...wrong, ...rows.filter(({ action }) => action !== 'error')].slice(0, SHOWN);
  return (
    <>
      <DataTable label="Rows of the file" columns={columns} rows={shown} rowId={(row) => String(row.line)} />
      {shown.length < rows.length ? (
        <p className="quiet">
          {shown.length} of {rows.length} rows are shown, those that cannot be brought in first.
        </p>
      ) : null}
    </>
  );
}

const column = createColumnHelper<typeof rowsAsServed, ImportRowResource>();

const columns = [
  column.display({
    id: 'line',
    header: 'Line',
    meta: { align: 'right' },
    cell: ({ row }) => <span className="amount">{row.original.line}</span>,
  }),
  column.display({ id: 'id', header: 'External id', cell: ({ row }) => row.original.externalId ?? '—' }),
  column.display({ id: 'name', header: 'Name', cell: ({ row }) => row.original.name ?? '—' }),
  column.display({ id: 'action', header: 'What', cell: ({ row }) => <ActionMark row={row.original} /> }),
  column.display({
    id: 'opening',
    header: 'Opening balance',
    meta: { align: 'right' },
    cell: ({ row }) =>
      row.original.openingBalance === null ? null : <Amount value={row.original.openingBalance} />,
  }),
  column.display({
    id: 'notes',
    header: 'In detail',
    cell: ({ row }) => rowNotes(row.original).map((note) => <div key={note}>{note}</div>),
  }),
];

function ActionMark({ row }: { row: ImportRowResource }) {
  const word = actionWord(row);
  if (row.action === 'error') return <StatusMark icon={IconAlertCircle} tone="bad" word={word} />;
  if (row.action === 'unchanged') return <StatusMark icon={IconMinus} tone="quiet" word={word} />;
  return row.done ? (
    <StatusMark icon={IconCheck} tone="good" word={word} />
  ) : (
    <StatusMark icon={IconCircle} tone="waiting" word={word} />
  );
}
