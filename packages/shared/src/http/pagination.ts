import { z } from 'zod';

export const MAX_PAGE_SIZE = 200;
export const DEFAULT_PAGE_SIZE = 50;

/** Query of every list. `cursor` is opaque: pass back what `nextCursor` said. */
export const pageQuerySchema = z.strictObject({
  limit: z.coerce
    .number({ error: `must be a number from 1 to ${MAX_PAGE_SIZE}` })
    .int()
    .min(1)
    .max(MAX_PAGE_SIZE)
    .default(DEFAULT_PAGE_SIZE),
  cursor: z.string().max(300).optional(),
});

export type PageQuery = z.infer<typeof pageQuerySchema>;
export type Page<T> = { data: T[]; nextCursor: string | null };

export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() });
}
