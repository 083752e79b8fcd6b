import { Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

const PARTS = [
  { to: '/charges', name: 'Failed charges' },
  { to: '/disputes', name: 'Disputes' },
] as const;

/** The head that the pages about charges share. */
export function ChargesHead({ title, live }: { title: string; live: ReactNode }) {
  return (
    <>
      <div className="page-head">
        <Title order={1}>{title}</Title>
        {live}
      </div>
      <nav aria-label="Charges" className="settings-nav">
        {PARTS.map(({ to, name }) => (
          <Link key={to} to={to} className="settings-link">
            {name}
          </Link>
        ))}
      </nav>
    </>
  );
}
