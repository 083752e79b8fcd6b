import { Table } from '@mantine/core';
import './data-table.css';
import type { ColumnDef, RowData } from '@tanstack/react-table';
import { metaHelper, tableFeatures, useTable } from '@tanstack/react-table';

type ColumnMeta = { align?: 'right'; onlyWide?: boolean };

/** The features every table of ours has: rows and columns as they come, in the order of the server. */
export const rowsAsServed = tableFeatures({ columnMeta: metaHelper<ColumnMeta>() });

type Props<TRow extends RowData> = {
  label: string;
  columns: ColumnDef<typeof rowsAsServed, TRow>[];
  rows: TRow[];
  rowId: (row: TRow) => string;
  rowClassName?: (row: TRow) => string | undefined;
};

/** A dense table. It scrolls sideways by itself when the window is narrow, also by keyboard. */
export function DataTable<TRow extends RowData>({ label, columns, rows, rowId, rowClassName }: Props<TRow>) {
  const table = useTable({ features: rowsAsServed, columns, data: rows, getRowId: rowId });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would say that this is a form
    <div className="table-scroll" role="group" aria-label={`${label}, scrolls sideways`} tabIndex={0}>
      <Table aria-label={label} className="data-table" verticalSpacing={6} highlightOnHover>
        <Table.Thead>
          {table.getHeaderGroups().map((group) => (
            <Table.Tr key={group.id}>
              {group.headers.map((header) => (
                <Table.Th key={header.id} scope="col" className={cellClass(header.column.columnDef.meta)}>
                  <table.FlexRender header={header} />
                </Table.Th>
              ))}
            </Table.Tr>
          ))}
        </Table.Thead>
        <Table.Tbody>
          {table.getRowModel().rows.map((row) => (
            <Table.Tr key={row.id} className={rowClassName?.(row.original) ?? ''}>
              {row.getAllCells().map((cell) => (
                <Table.Td key={cell.id} className={cellClass(cell.column.columnDef.meta)}>
                  <table.FlexRender cell={cell} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function cellClass(meta: ColumnMeta | undefined): string {
  const right = meta?.align === 'right' ? 'cell-right' : '';
  return meta?.onlyWide ? `${right} cell-wide` : right;
}
