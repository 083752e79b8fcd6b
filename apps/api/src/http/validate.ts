import type { z } from 'zod';
import { fieldErrors, sharedCode } from './field-errors.ts';
import { fieldProblem, ProblemError } from './problem.ts';
import { findUnstorableText } from './unstorable-text.ts';

/** The parsed value. @throws ProblemError that names every faulty field. */
export function parseRequest<T>(schema: z.ZodType<T>, value: unknown, where: 'body' | 'query'): T {
  const unstorable = findUnstorableText(value);
  if (unstorable !== null)
    throw fieldProblem('validation_failed', unstorable, 'contains a character that cannot be stored');
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  if (value === undefined)
    throw new ProblemError('validation_failed', 'Send a JSON object as the body, as application/json.');
  const errors = fieldErrors(result.error.issues);
  const words = errors.map(({ field, message }) => (field === '' ? message : `${field} ${message}`));
  throw new ProblemError(sharedCode(errors), `The ${where} is not valid: ${words.slice(0, 3).join('; ')}.`, {
    errors,
  });
}

/** A path that cannot name anything of ours names nothing: 404, never 400. */
export function parsePath<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ProblemError('not_found', 'There is nothing with this id in your account.');
}
