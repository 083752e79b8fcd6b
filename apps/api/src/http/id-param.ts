import type { IdKind } from '@drawdown/shared/ids';
import { isId } from '@drawdown/shared/ids';
import { z } from 'zod';

/** An id of ours in a path. Anything of another shape cannot exist, so the answer is 404 without a query. */
export function idParam(kind: IdKind) {
  return z.string().refine((text) => isId(kind, text), { error: `must be the id of a ${kind}` });
}
