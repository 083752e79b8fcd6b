import { Anchor } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { createColumnHelper } from '@tanstack/react-table';
import type { rowsAsServed } from '../../../ui/data-table.tsx';
import { Amount } from '../../../ui/money-text.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { ENTRY_TYPE_WORDS } from './entry-type-words.ts';
import type { HistoryRow } from './history-row.ts';

type Options = {
  /** The buyers of a shared wallet, to name whose lead it was; null on a buyer's own wallet. */
  buyers: { id: string; name: string }[] | null;
  onOpenTopUp: (topUpId: string) => void;
  /** In a narrow window description and reference stand below the type, so that the amounts stay in sight. */
  narrow: boolean;
};

const column = createColumnHelper<typeof rowsAsServed, HistoryRow>();

export function historyColumns({ buyers, onOpenTopUp, narrow }: Options) {
  return [
    column.display({
      id: 'date',
      header: 'Date',
      cell: ({ row: { original: row } }) => <Timestamp at={row.kind === 'entry' ? row.entry.at : row.at} />,
    }),
    column.display({
      id: 'type',
      header: 'Type',
      cell: ({ row: { original: row } }) => (
        <>
          <TypeWord row={row} />
          {narrow ? (
            <span className="cell-below">
              {describe(row)} <Reference row={row} onOpenTopUp={onOpenTopUp} />
            </span>
          ) : null}
        </>
      ),
    }),
    ...(narrow ? [] : wideColumns({ buyers, onOpenTopUp })),
    column.display({
      id: 'amount',
      header: 'Amount',
      meta: { align: 'right' },
      cell: ({ row: { original: row } }) => (
        <Amount signed value={row.kind === 'entry' ? row.entry.amount : row.amount} />
      ),
    }),
    column.display({
      id: 'balance',
      header: 'Balance',
      meta: { align: 'right' },
      cell: ({ row: { original: row } }) =>
        row.kind === 'entry' ? (
          <Amount value={row.entry.balanceAfter} />
        ) : (
          <span className="quiet">not yet</span>
        ),
    }),
  ];
}

function wideColumns({ buyers, onOpenTopUp }: Omit<Options, 'narrow'>) {
  const description = column.display({
    id: 'description',
    header: 'Description',
    cell: ({ row: { original: row } }) => <span className="wrapping-cell">{describe(row)}</span>,
  });
  const buyer = column.display({
    id: 'buyer',
    header: 'Buyer',
    cell: ({ row: { original: row } }) =>
      row.kind === 'entry' && row.entry.buyerId ? (
        <BuyerLink id={row.entry.buyerId} buyers={buyers ?? []} />
      ) : null,
  });
  const reference = column.display({
    id: 'reference',
    header: 'Reference',
    cell: ({ row: { original: row } }) => <Reference row={row} onOpenTopUp={onOpenTopUp} />,
  });
  return buyers === null ? [description, reference] : [description, buyer, reference];
}

function TypeWord({ row }: { row: HistoryRow }) {
  if (row.kind === 'entry') return ENTRY_TYPE_WORDS[row.entry.type];
  return <StatusMark icon={IconClock} tone="waiting" word="Pending" />;
}

function describe(row: HistoryRow): string {
  return row.kind === 'entry' ? row.entry.description : row.description;
}

type ReferenceProps = { row: HistoryRow; onOpenTopUp: (topUpId: string) => void };

/** The top-up that an entry belongs to, or the lead that it paid for. */
function Reference({ row, onOpenTopUp }: ReferenceProps) {
  const topUpId = row.kind === 'entry' ? row.entry.topUpId : row.topUpId;
  if (topUpId !== null) {
    return (
      <Anchor component="button" type="button" size="sm" onClick={() => onOpenTopUp(topUpId)}>
        Top-up
      </Anchor>
    );
  }
  if (row.kind === 'pending' || row.entry.leadId === null) return null;
  return (
    <span className="reference" title={row.entry.deliveryId ?? ''}>
      {row.entry.leadId}
    </span>
  );
}

function BuyerLink({ id, buyers }: { id: string; buyers: { id: string; name: string }[] }) {
  const name = buyers.find((buyer) => buyer.id === id)?.name ?? id;
  return (
    <Link className="text-link" to="/buyers/$buyerId" params={{ buyerId: id }}>
      {name}
    </Link>
  );
}
