import { DEMO_RETRY_POLICY, STANDARD_RETRY_POLICY } from '@drawdown/shared/retries';
import { describe, expect, test } from 'vitest';
import { retryPolicyOf } from './policy.ts';

describe('the retry policy of an account', () => {
  test('is the standard one where the account has none', () => {
    expect(retryPolicyOf(null)).toEqual(STANDARD_RETRY_POLICY);
  });

  test('is read as it was written', () => {
    expect(retryPolicyOf({ ...DEMO_RETRY_POLICY })).toEqual(DEMO_RETRY_POLICY);
  });

  test('has the standard schedule wherever it says nothing', () => {
    expect(retryPolicyOf({ softFunds: [] })).toEqual({ ...STANDARD_RETRY_POLICY, softFunds: [] });
    expect(retryPolicyOf(['a list'])).toEqual(STANDARD_RETRY_POLICY);
  });
});
