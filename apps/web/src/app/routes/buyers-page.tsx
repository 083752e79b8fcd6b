import { Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { buyersQuery } from '../../features/buyers/api/buyers.ts';
import { BuyerSearch } from '../../features/buyers/components/buyer-search.tsx';
import { BuyersTable } from '../../features/buyers/components/buyers-table.tsx';
import { AddBuyer } from '../buyers/add-buyer.tsx';
import { LiveMark } from '../live/live-mark.tsx';

const route = getRouteApi('/signed-in/buyers');

export function BuyersPage() {
  useDocumentTitle('Buyers · Drawdown');
  const { search = '', open } = route.useSearch();
  const navigate = route.useNavigate();
  const goTo = useNavigate();
  const { dataUpdatedAt } = useQuery(buyersQuery({ search, cursor: undefined }));
  const onSearch = (text: string) =>
    void navigate({ search: text.trim() === '' ? {} : { search: text.trim() }, replace: true });
  return (
    <>
      <div className="page-head">
        <Title order={1}>Buyers</Title>
        <LiveMark updatedAt={dataUpdatedAt} />
        <div className="page-actions">
          <Link to="/buyers/import" className="text-link">
            Import
          </Link>
          <AddBuyer
            opened={open === 'new'}
            onOpen={() => void navigate({ search: (kept) => ({ ...kept, open: 'new' }) })}
            onClose={() => void navigate({ search: ({ open: _closed, ...kept }) => kept, replace: true })}
            onCreated={({ id }) => void goTo({ to: '/buyers/$buyerId', params: { buyerId: id } })}
          />
        </div>
      </div>
      <BuyerSearch value={search} onSearch={onSearch} />
      <BuyersTable key={search} search={search} onClearSearch={() => onSearch('')} />
    </>
  );
}
