import { Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { emailsQuery } from '../../features/emails/api/emails.ts';
import { EmailReader } from '../../features/emails/components/email-reader.tsx';
import { EmailsTable } from '../../features/emails/components/emails-table.tsx';
import { LiveMark } from '../live/live-mark.tsx';

const route = getRouteApi('/signed-in/mail');

export function MailPage() {
  useDocumentTitle('Mail · Drawdown');
  const { email } = route.useSearch();
  const navigate = route.useNavigate();
  const { dataUpdatedAt } = useQuery(emailsQuery(undefined));
  const show = useCallback(
    (emailId: string | undefined) =>
      void navigate({ search: emailId ? { email: emailId } : {}, resetScroll: false }),
    [navigate],
  );
  return (
    <>
      <div className="page-head">
        <Title order={1}>Mail</Title>
        <LiveMark updatedAt={dataUpdatedAt} />
      </div>
      <p className="page-facts">What Drawdown wrote to your agency and to buyers who want to be told.</p>
      <EmailsTable onOpen={show} />
      <EmailReader emailId={email} onClose={() => show(undefined)} />
    </>
  );
}
