import { readFileSync } from 'node:fs';
import { API_SCOPES, ERROR_CODES, ERROR_STATUS, PAUSE_REASONS, REFUSAL_CODES } from '@drawdown/shared/codes';
import { describe, expect, it } from 'vitest';
import { RETRYABLE } from '../deliveries/refusal-words.ts';

const page = readFileSync(new URL('../../../../docs/api.md', import.meta.url), 'utf8');

/** The first two columns of a marked table. */
function rowsOf(list: string): string[][] {
  const table = page.split(`<!-- list: ${list} -->`)[1]?.split('<!-- end -->')[0] ?? '';
  return [...table.matchAll(/^\| `(\w+(?::\w+)?)` \| ([^|]+) \|/gm)].map(([, name = '', second = '']) => [
    name,
    second,
  ]);
}

const names = (list: string) => rowsOf(list).map(([name]) => name);

describe('docs/api.md', () => {
  it('lists the error codes with their status', () => {
    expect(rowsOf('error codes')).toEqual(ERROR_CODES.map((code) => [code, String(ERROR_STATUS[code])]));
  });

  it('lists the refusal codes, and which are worth asking again', () => {
    expect(rowsOf('refusal codes')).toEqual(
      REFUSAL_CODES.map((code) => [code, RETRYABLE[code] ? 'yes' : 'no']),
    );
  });

  it('lists the pause reasons and the scopes', () => {
    expect(names('pause reasons')).toEqual([...PAUSE_REASONS]);
    expect(names('scopes')).toEqual([...API_SCOPES]);
  });
});
