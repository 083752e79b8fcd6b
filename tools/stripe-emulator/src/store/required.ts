import { resourceMissing } from '../errors/invalid-request.ts';
import type { Table } from './table.ts';

/** The row, or Stripe's 404. `param` names the request's parameter that held the id. */
export function required<R extends { id: string }>(
  table: Table<R>,
  id: string,
  { noun, param = 'id' }: { noun: string; param?: string },
): R {
  const row = table.get(id);
  if (!row) throw resourceMissing({ noun, id, param });
  return row;
}
