export { chargeRetry } from './charge-retry.ts';
export { pauseUntilResolved } from './pause-until-resolved.ts';
export { topUp } from './top-up.ts';
