import { invalidParameter, resourceMissing } from '../errors/invalid-request.ts';
import type { List } from '../objects.ts';
import type { Params } from '../parameters/params.ts';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

type ListRequest = { params: Params; path: string };

/** One page of rows that come in order of creation, newest first, honouring `created`, `limit` and the cursors. */
export function listPage<T extends { id: string }>(rows: T[], { params, path }: ListRequest): List<T> {
  const limit = readLimit(params);
  const within = createdFilter(params);
  const newestFirst = rows.filter((row) => !('created' in row) || within(Number(row.created))).reverse();
  const after = params.string('starting_after');
  const before = params.string('ending_before');
  if (before !== null) {
    const preceding = newestFirst.slice(0, indexOf(newestFirst, before, 'ending_before'));
    return page(path, preceding.slice(-limit), preceding.length > limit);
  }
  const start = after === null ? 0 : indexOf(newestFirst, after, 'starting_after') + 1;
  return page(path, newestFirst.slice(start, start + limit), newestFirst.length > start + limit);
}

function page<T>(url: string, data: T[], hasMore: boolean): List<T> {
  return { object: 'list', url, has_more: hasMore, data };
}

function readLimit(params: Params): number {
  const limit = params.integer('limit') ?? DEFAULT_LIMIT;
  if (limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw invalidParameter({ param: 'limit', message: `limit must be between 1 and ${MAX_LIMIT}` });
}

function indexOf(rows: { id: string }[], id: string, param: string): number {
  const index = rows.findIndex((row) => row.id === id);
  if (index < 0) throw resourceMissing({ noun: 'object in this list', id, param });
  return index;
}

function createdFilter(params: Params): (createdSeconds: number) => boolean {
  if (!params.has('created')) return () => true;
  const exact = exactCreated(params);
  if (exact !== null) return (created) => created === exact;
  const range = params.nested('created');
  const gt = range?.integer('gt') ?? Number.NEGATIVE_INFINITY;
  const gte = range?.integer('gte') ?? Number.NEGATIVE_INFINITY;
  const lt = range?.integer('lt') ?? Number.POSITIVE_INFINITY;
  const lte = range?.integer('lte') ?? Number.POSITIVE_INFINITY;
  return (created) => created > gt && created >= gte && created < lt && created <= lte;
}

function exactCreated(params: Params): number | null {
  return params.isText('created') ? params.integer('created') : null;
}
