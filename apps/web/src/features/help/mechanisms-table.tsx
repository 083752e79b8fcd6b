import { createColumnHelper } from '@tanstack/react-table';
import { DataTable, type rowsAsServed } from '../../ui/data-table.tsx';
import { MECHANISM_WORDS, MECHANISMS } from '../buyers/mechanism-words.ts';

type Row = (typeof MECHANISM_WORDS)['wallet'];

const column = createColumnHelper<typeof rowsAsServed, Row>();

const columns = [
  column.display({ id: 'name', header: 'Way to pay', cell: ({ row }) => row.original.name }),
  column.display({ id: 'lead', header: 'What a delivered lead does', cell: ({ row }) => row.original.lead }),
  column.display({ id: 'for', header: 'Best for', cell: ({ row }) => row.original.bestFor }),
];

const rows = MECHANISMS.map((mechanism) => MECHANISM_WORDS[mechanism]);

/** The four ways to pay beside each other. */
export function MechanismsTable() {
  return <DataTable label="Ways to pay" columns={columns} rows={rows} rowId={({ name }) => name} />;
}
