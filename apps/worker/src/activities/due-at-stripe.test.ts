import { expect, test } from 'vitest';
import { dueAtStripe } from './due-at-stripe.ts';

const HOUR_MS = 3_600_000;

test('a date that lies far enough ahead is the date at Stripe', () => {
  const inAMonth = new Date(Date.now() + 30 * 24 * HOUR_MS);
  expect(dueAtStripe(inAMonth)).toEqual(inAMonth);
});

test.each([-10 * 24 * HOUR_MS, 0, 1_000])(
  'what is due in %d ms is due at Stripe within two hours',
  (inMs) => {
    const before = Date.now();
    const due = dueAtStripe(new Date(before + inMs)).getTime();
    expect(due - before).toBeGreaterThanOrEqual(HOUR_MS);
    expect(due - Date.now()).toBeLessThanOrEqual(2 * HOUR_MS);
  },
);
