import { Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { ImportBuyers } from '../../features/buyer-import/components/import-buyers.tsx';
import { useMay } from '../use-session.ts';

export function ImportBuyersPage() {
  useDocumentTitle('Import buyers · Drawdown');
  const mayWrite = useMay('buyers:write');
  return (
    <>
      <div className="page-head">
        <Title order={1}>Import buyers</Title>
        <div className="page-actions">
          <Link to="/buyers" className="text-link">
            All buyers
          </Link>
        </div>
      </div>
      {mayWrite ? <ImportBuyers /> : <p>Your role looks at buyers and does not change them.</p>}
    </>
  );
}
