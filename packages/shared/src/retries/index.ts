export type { Next, RetryKind } from './after-decline.ts';
export { afterDecline } from './after-decline.ts';
export type { RetryPolicy } from './policy.ts';
export { DEMO_RETRY_POLICY, DEMO_RETRY_POLICY_LABEL, STANDARD_RETRY_POLICY } from './policy.ts';
