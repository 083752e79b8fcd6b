import { z } from 'zod';
import { ERROR_CODES } from '../codes/index.ts';

/** One fault of a request: where it is and what would be right. */
export const fieldErrorSchema = z.object({
  field: z.string().meta({ description: 'Path into the body or query, for example `price.amount`' }),
  code: z.enum(ERROR_CODES),
  message: z.string(),
});

/** RFC 9457 problem details. `code` comes from one closed list. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(ERROR_CODES),
  detail: z.string(),
  requestId: z.string(),
  errors: z.array(fieldErrorSchema).optional(),
});

export type FieldError = z.infer<typeof fieldErrorSchema>;
export type Problem = z.infer<typeof problemSchema>;
