import { z } from 'zod';

/** Every list of the API: one page and the cursor of the next. */
export function pageOf<TItem extends z.ZodType>(item: TItem) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() });
}

export type Page<TItem> = { data: TItem[]; nextCursor: string | null };
