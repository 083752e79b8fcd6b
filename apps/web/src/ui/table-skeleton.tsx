import { Skeleton } from '@mantine/core';

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

export function TableSkeleton({ label, rows = 6 }: { label: string; rows?: number }) {
  return (
    <div role="status" aria-label={label} className="table-skeleton">
      {ROWS.slice(0, rows).map((row) => (
        <Skeleton key={row} height={20} radius="sm" />
      ))}
    </div>
  );
}
