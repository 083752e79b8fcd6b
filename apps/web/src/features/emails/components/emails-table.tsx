import type { EmailSummaryResource } from '@drawdown/shared/http';
import { Anchor } from '@mantine/core';
import { IconCircleCheck, IconClock, IconInbox } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createColumnHelper } from '@tanstack/react-table';
import { useMemo } from 'react';
import { DataTable, type rowsAsServed } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageTurner } from '../../../ui/page-turner.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { TableSkeleton } from '../../../ui/table-skeleton.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { useCursorPages } from '../../../ui/use-cursor-pages.ts';
import { emailsQuery } from '../api/emails.ts';
import { kindWords, sentWords } from '../email-words.ts';

/** Everything that was mailed, to whom and how it left. */
export function EmailsTable({ onOpen }: { onOpen: (emailId: string) => void }) {
  const pages = useCursorPages();
  const { data: page } = useQuery(emailsQuery(pages.cursor));
  const columns = useMemo(() => emailColumns(onOpen), [onOpen]);
  if (!page) return <TableSkeleton label="Loading mail" rows={6} />;
  if (page.data.length === 0) {
    return (
      <EmptyState title="No mail yet. Receipts, declined charges, reminders and the like appear here." />
    );
  }
  return (
    <>
      <DataTable label="Mail" columns={columns} rows={page.data} rowId={(email) => email.id} />
      <PageTurner label="mail" pages={pages} nextCursor={page.nextCursor} words={['Newer', 'Older']} />
    </>
  );
}

const column = createColumnHelper<typeof rowsAsServed, EmailSummaryResource>();

function emailColumns(onOpen: (emailId: string) => void) {
  return [
    column.display({
      id: 'at',
      header: 'Date',
      cell: ({ row: { original: email } }) => <Timestamp at={email.sentAt ?? email.createdAt} />,
    }),
    column.display({
      id: 'subject',
      header: 'Subject',
      cell: ({ row: { original: email } }) => (
        <>
          <Anchor
            component="button"
            type="button"
            size="sm"
            className="wrapping-cell subject"
            onClick={() => onOpen(email.id)}
          >
            {email.subject ?? kindWords(email.kind)}
          </Anchor>
          <span className="cell-below">{kindWords(email.kind)}</span>
        </>
      ),
    }),
    column.display({
      id: 'to',
      header: 'To',
      meta: { onlyWide: true },
      cell: ({ row: { original: email } }) => (
        <span className="wrapping-cell">
          {email.recipients.length > 0 ? email.recipients.join(', ') : 'Nobody'}
          <span className="cell-below">{email.audience === 'agency' ? 'Your agency' : 'The buyer'}</span>
        </span>
      ),
    }),
    column.display({
      id: 'sent',
      header: 'How it left',
      meta: { onlyWide: true },
      cell: ({ row: { original: email } }) => <SentMark email={email} />,
    }),
  ];
}

function SentMark({ email }: { email: EmailSummaryResource }) {
  const word = sentWords(email);
  if (email.sentAt === null) return <StatusMark icon={IconClock} tone="waiting" word={word} />;
  if (email.sentVia === 'smtp') return <StatusMark icon={IconCircleCheck} tone="good" word={word} />;
  return <StatusMark icon={IconInbox} tone="quiet" word={word} />;
}
