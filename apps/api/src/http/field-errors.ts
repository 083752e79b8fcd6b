import type { ErrorCode } from '@drawdown/shared/codes';
import { ERROR_CODES } from '@drawdown/shared/codes';
import type { FieldError } from '@drawdown/shared/http';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** Every fault of a request with its path; an unknown key is named by itself, so that a typo is seen at once. */
export function fieldErrors(issues: readonly Issue[]): FieldError[] {
  return issues.flatMap(fieldErrorsOf);
}

function fieldErrorsOf(issue: Issue): FieldError[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        field: fieldPath([...issue.path, key]),
        code: 'unknown_field',
        message: 'is not a field of this request',
      }));
    case 'custom':
      return [{ field: fieldPath(issue.path), code: namedCode(issue.params?.code), message: issue.message }];
    default:
      return [{ field: fieldPath(issue.path), code: 'validation_failed', message: issue.message }];
  }
}

function namedCode(code: unknown): ErrorCode {
  return ERROR_CODES.find((known) => known === code) ?? 'validation_failed';
}

function fieldPath(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}

/** The code of the whole answer: that of its errors where all agree. */
export function sharedCode(errors: readonly FieldError[]): ErrorCode {
  const [first] = errors;
  if (first === undefined) return 'validation_failed';
  return errors.every((error) => error.code === first.code) ? first.code : 'validation_failed';
}
