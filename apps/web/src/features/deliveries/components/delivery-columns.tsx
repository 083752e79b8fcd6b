import type { DeliveryResource } from '@drawdown/shared/http';
import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { createColumnHelper } from '@tanstack/react-table';
import type { rowsAsServed } from '../../../ui/data-table.tsx';
import { WorkflowLink } from '../../../ui/fact.tsx';
import { Amount } from '../../../ui/money-text.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { paidBy, whyPaidBy } from '../delivery-words.ts';
import { DeliveryOutcome } from './delivery-outcome.tsx';

type Options = { nameOf: ((buyerId: string) => string) | null; onOpen: (deliveryId: string) => void };

const column = createColumnHelper<typeof rowsAsServed, DeliveryResource>();

export function deliveryColumns({ nameOf, onOpen }: Options) {
  return [
    column.display({
      id: 'at',
      header: 'Date',
      cell: ({ row }) => <Timestamp at={row.original.createdAt} />,
    }),
    column.display({
      id: 'lead',
      header: 'Lead',
      cell: ({ row: { original: delivery } }) => (
        <Anchor
          component="button"
          type="button"
          size="sm"
          className="wrapping-cell lead-id"
          onClick={() => onOpen(delivery.id)}
        >
          {delivery.leadId}
        </Anchor>
      ),
    }),
    ...(nameOf ? [buyerColumn(nameOf)] : []),
    column.display({
      id: 'outcome',
      header: 'Outcome',
      cell: ({ row }) => <DeliveryOutcome outcome={row.original.outcome} />,
    }),
    column.display({
      id: 'price',
      header: 'Price',
      meta: { align: 'right' },
      cell: ({ row }) => <Amount value={row.original.price} />,
    }),
    column.display({
      id: 'paid-by',
      header: 'Paid by',
      cell: ({ row: { original: delivery } }) => (
        <span className="wrapping-cell">
          {paidBy(delivery)}
          <span className="cell-below">{whyPaidBy(delivery)}</span>
        </span>
      ),
    }),
    column.display({
      id: 'balance',
      header: 'Balance after',
      meta: { align: 'right' },
      cell: ({ row: { original: delivery } }) =>
        delivery.fundedBy === 'wallet' && delivery.balance ? (
          <Amount value={delivery.balance} />
        ) : (
          <span className="quiet">—</span>
        ),
    }),
    column.display({
      id: 'workflow',
      header: 'Workflow',
      meta: { onlyWide: true },
      cell: ({ row: { original: delivery } }) => (
        <WorkflowLink workflow={delivery.workflowUrl ? { url: delivery.workflowUrl } : null} />
      ),
    }),
  ];
}

function buyerColumn(nameOf: (buyerId: string) => string) {
  return column.display({
    id: 'buyer',
    header: 'Buyer',
    cell: ({ row }) => (
      <Link className="text-link" to="/buyers/$buyerId" params={{ buyerId: row.original.buyerId }}>
        {nameOf(row.original.buyerId)}
      </Link>
    ),
  });
}
