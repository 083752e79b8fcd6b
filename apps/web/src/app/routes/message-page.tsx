import { Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A page that only says something: not found, not allowed, not reachable, failed. */
export function MessagePage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="message-page">
      <Title order={1}>{title}</Title>
      {children}
    </div>
  );
}
