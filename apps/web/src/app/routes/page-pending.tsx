import { TableSkeleton } from '../../ui/table-skeleton.tsx';

export function PagePending() {
  return <TableSkeleton label="Loading the page" rows={4} />;
}
