import type { WebhookDeliveryResource } from '@drawdown/shared/http';
import { Button } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconClock, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createColumnHelper } from '@tanstack/react-table';
import { Countdown } from '../../../ui/countdown.tsx';
import { DataTable, type rowsAsServed } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageTurner } from '../../../ui/page-turner.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { TableSkeleton } from '../../../ui/table-skeleton.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { useCursorPages } from '../../../ui/use-cursor-pages.ts';
import { resendWebhook, webhookDeliveriesQuery } from '../api/webhooks.ts';

/** Every event that was to be sent, whether it arrived, and a way to send it again. */
export function DeliveriesTable({ mayResend }: { mayResend: boolean }) {
  const pages = useCursorPages();
  const queryClient = useQueryClient();
  const { data: page } = useQuery(webhookDeliveriesQuery(pages.cursor));
  const resend = useMutation({
    mutationFn: resendWebhook,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['webhook-deliveries'] }),
  });
  if (!page) return <TableSkeleton label="Loading deliveries" rows={3} />;
  if (page.data.length === 0) {
    return <EmptyState title="No events yet. When a buyer is paused or resumed, it appears here." />;
  }
  return (
    <>
      {resend.error ? <ProblemNotice title="It was not sent again" error={resend.error} /> : null}
      <DataTable
        label="Deliveries"
        columns={[...columns, ...(mayResend ? [resendColumn(resend.mutate)] : [])]}
        rows={page.data}
        rowId={(delivery) => delivery.id}
      />
      <PageTurner label="deliveries" pages={pages} nextCursor={page.nextCursor} words={['Newer', 'Older']} />
    </>
  );
}

const column = createColumnHelper<typeof rowsAsServed, WebhookDeliveryResource>();

const columns = [
  column.display({
    id: 'at',
    header: 'Made',
    cell: ({ row: { original: delivery } }) => <Timestamp at={delivery.createdAt} />,
  }),
  column.display({
    id: 'type',
    header: 'Event',
    cell: ({ row: { original: delivery } }) => EVENT_WORDS[delivery.type],
  }),
  column.display({
    id: 'status',
    header: 'How it went',
    cell: ({ row: { original: delivery } }) => (
      <span className="wrapping-cell">
        <HowItWent delivery={delivery} />
      </span>
    ),
  }),
  column.display({
    id: 'attempts',
    header: 'Tries',
    meta: { align: 'right', onlyWide: true },
    cell: ({ row: { original: delivery } }) => delivery.attempts,
  }),
];

const EVENT_WORDS: Record<WebhookDeliveryResource['type'], string> = {
  'buyer.paused': 'Buyer paused',
  'buyer.resumed': 'Buyer resumed',
  'delivery.delivered': 'Lead delivered',
  'delivery.refused': 'Lead refused',
};

function HowItWent({ delivery }: { delivery: WebhookDeliveryResource }) {
  const { deliveredAt, givenUpAt, nextAt, lastStatus, lastError, attempts } = delivery;
  const problem = sentence(lastError) ?? (lastStatus === null ? '' : `The receiver answered ${lastStatus}.`);
  if (deliveredAt !== null)
    return (
      <StatusMark
        icon={IconCircleCheck}
        tone="good"
        word={`Received${lastStatus ? ` (${lastStatus})` : ''}`}
      />
    );
  if (givenUpAt !== null)
    return (
      <>
        <StatusMark icon={IconCircleX} tone="bad" word="Given up" />
        <span className="cell-below">{problem}</span>
      </>
    );
  if (attempts === 0) return <StatusMark icon={IconClock} tone="waiting" word="Waiting to be sent" />;
  return (
    <>
      <StatusMark icon={IconRefresh} tone="waiting" word="Sent again" />{' '}
      {nextAt ? <Countdown until={nextAt} over="any moment now" /> : null}
      <span className="cell-below">{problem}</span>
    </>
  );
}

/** The worker’s log words, as a sentence of a page. */
function sentence(words: string | null): string | null {
  if (words === null) return null;
  const text = words.charAt(0).toUpperCase() + words.slice(1);
  return text.endsWith('.') ? text : `${text}.`;
}

function resendColumn(resend: (id: string) => void) {
  return column.display({
    id: 'resend',
    header: 'Again',
    cell: ({ row: { original: delivery } }) => (
      <Button
        variant="default"
        size="xs"
        aria-label={`Send again: ${EVENT_WORDS[delivery.type]}`}
        onClick={() => resend(delivery.id)}
      >
        Send again
      </Button>
    ),
  });
}
