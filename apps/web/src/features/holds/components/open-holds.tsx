import type { HoldResource } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { createColumnHelper } from '@tanstack/react-table';
import { useMemo } from 'react';
import { Countdown } from '../../../ui/countdown.tsx';
import { DataTable, type rowsAsServed } from '../../../ui/data-table.tsx';
import { Amount, moneyText } from '../../../ui/money-text.tsx';
import { PageTurner } from '../../../ui/page-turner.tsx';
import { Section } from '../../../ui/section.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { useCursorPages } from '../../../ui/use-cursor-pages.ts';
import { openHoldsQuery } from '../api/holds.ts';

type Props = { walletId: string; held: MoneyJson; nameOf: (buyerId: string) => string };

/** What the held amount consists of; nothing while nothing is held. */
export function OpenHolds({ walletId, held, nameOf }: Props) {
  const pages = useCursorPages();
  const { data: page } = useQuery({
    ...openHoldsQuery(walletId, pages.cursor),
    enabled: held.amount > 0,
    throwOnError: false,
  });
  const columns = useMemo(() => holdColumns(nameOf), [nameOf]);
  if (held.amount === 0) return null;
  return (
    <Section
      title="Held"
      note={`${moneyText(held)} is reserved for leads that are being placed. It is still in the balance; a lead takes it, or it becomes available again at the latest when it expires.`}
    >
      {page && page.data.length > 0 ? (
        <>
          <DataTable label="Open holds" columns={columns} rows={page.data} rowId={({ id }) => id} />
          <PageTurner label="open holds" pages={pages} nextCursor={page.nextCursor} />
        </>
      ) : null}
    </Section>
  );
}

const column = createColumnHelper<typeof rowsAsServed, HoldResource>();

function holdColumns(nameOf: (buyerId: string) => string) {
  return [
    column.display({
      id: 'at',
      header: 'Since',
      cell: ({ row }) => <Timestamp at={row.original.createdAt} />,
    }),
    column.display({
      id: 'buyer',
      header: 'Buyer',
      cell: ({ row: { original: hold } }) => (
        <Link className="text-link" to="/buyers/$buyerId" params={{ buyerId: hold.buyerId }}>
          {nameOf(hold.buyerId)}
        </Link>
      ),
    }),
    column.display({
      id: 'lead',
      header: 'Lead',
      cell: ({ row: { original: hold } }) => hold.leadId ?? <span className="quiet">Not named yet</span>,
    }),
    column.display({
      id: 'expires',
      header: 'Expires',
      cell: ({ row }) => <Countdown until={row.original.expiresAt} over="any moment now" />,
    }),
    column.display({
      id: 'amount',
      header: 'Held',
      meta: { align: 'right' },
      cell: ({ row }) => <Amount value={row.original.amount} />,
    }),
  ];
}
