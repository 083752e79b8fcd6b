import { Button } from '@mantine/core';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useRouter } from '@tanstack/react-router';
import { messageOf, problemOf, RequestError, requestIdOf } from '../../http/request-error.ts';
import { MessagePage } from './message-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';

/** What stands where a page could not be shown: the reason, the request id, and a next step. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queries = useQueryErrorResetBoundary();
  const tryAgain = () => {
    queries.reset();
    reset();
    void router.invalidate();
  };
  const status = problemOf(error)?.status;
  if (status === 404) return <NotFoundPage />;
  if (status === 403) {
    return (
      <MessagePage title="Not allowed">
        <p>{messageOf(error)}</p>
        <p>Ask an owner or admin of your account to do this, or to change your role.</p>
        <RequestId error={error} />
      </MessagePage>
    );
  }
  if (error instanceof RequestError && error.failure.kind === 'unreachable') {
    return (
      <MessagePage title="Drawdown cannot be reached">
        <p>Check your connection. Leads and top-ups that are under way go on without this page.</p>
        <Button onClick={tryAgain}>Try again</Button>
      </MessagePage>
    );
  }
  return (
    <MessagePage title="This page could not be shown">
      <p>{messageOf(error)}</p>
      <p>Try again. If it stays like this, report the request id.</p>
      <RequestId error={error} />
      <Button onClick={tryAgain}>Try again</Button>
    </MessagePage>
  );
}

function RequestId({ error }: { error: unknown }) {
  const requestId = requestIdOf(error);
  return requestId ? <p className="notice-small">Request {requestId}</p> : null;
}
