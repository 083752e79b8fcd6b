import { describe, expect, it } from 'vitest';
import { coveredRetries, retriesQuestion, retriesSentence } from './pending-retries.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' }) as const;
const failing = [100_00, 150_00, 50_00].map((amount) => ({ amount: usd(amount) }));

describe('what a credit stands in for', () => {
  it('is as many declined charges as it covers, the oldest first', () => {
    expect(coveredRetries(failing, usd(160_00))).toEqual({ count: 2, total: usd(150_00) });
    expect(coveredRetries(failing, usd(300_00))).toEqual({ count: 3, total: usd(300_00) });
  });

  it('is nothing where it covers none, or there are none', () => {
    expect(coveredRetries(failing, usd(49_99))).toBeNull();
    expect(coveredRetries([], usd(500_00))).toBeNull();
  });

  it('is said in words', () => {
    const two = { count: 2, total: usd(150_00) };
    expect(retriesQuestion(two)).toBe('Cancel the 2 pending retries, $150.00 in all');
    expect(retriesSentence({ ...two, cancel: false })).toBe(
      ' The declined charges of $150.00 will be tried again as well.',
    );
  });
});
