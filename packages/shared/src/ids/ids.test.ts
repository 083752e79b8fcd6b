import { describe, expect, test } from 'vitest';
import { isId, newId } from './index.ts';

describe('an id', () => {
  test('carries its prefix and is new each time', () => {
    expect(newId('wallet')).toMatch(/^wal_[0-9a-z]{26}$/);
    expect(newId('wallet')).not.toBe(newId('wallet'));
  });

  test('is told from the ids of other things and from any other text', () => {
    expect(isId('wallet', newId('wallet'))).toBe(true);
    expect(isId('wallet', newId('buyer'))).toBe(false);
    expect(isId('wallet', `wal_' or 1=1 --`)).toBe(false);
  });

  test('sorts by the time it was made', async () => {
    const first = newId('delivery');
    await new Promise((resolve) => setTimeout(resolve, 2));
    expect(newId('delivery') > first).toBe(true);
  });
});
