import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { messageOf, requestIdOf } from '../http/request-error.ts';

type Props = { title: string; error: unknown; nextStep?: ReactNode };

/** A failed action in words, with the request id and what to do next. */
export function ProblemNotice({ title, error, nextStep }: Props) {
  const requestId = requestIdOf(error);
  return (
    <Alert role="alert" color="red" icon={<IconAlertTriangle size={18} aria-hidden="true" />} title={title}>
      <p className="notice-text">{messageOf(error)}</p>
      {nextStep ? <p className="notice-text">{nextStep}</p> : null}
      {requestId ? <p className="notice-small">Request {requestId}</p> : null}
    </Alert>
  );
}
