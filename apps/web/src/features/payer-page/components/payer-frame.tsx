import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import './payer-page.css';

type Props = {
  title: string;
  /** The agency that asks; null while nothing is known of it. */
  agency: string | null;
  test: boolean;
  foot?: ReactNode;
  children: ReactNode;
};

/** The plain page that a payer sees: who asks, what for, and nothing of the agency's own affairs. */
export function PayerFrame({ title, agency, test, foot, children }: Props) {
  return (
    <main className="payer-page">
      <p className="payer-from">
        {agency ?? 'Drawdown'} {test ? <span className="test-mark">TEST</span> : null}
      </p>
      <Title order={1}>{title}</Title>
      {children}
      {foot ? <div className="payer-foot">{foot}</div> : null}
    </main>
  );
}
