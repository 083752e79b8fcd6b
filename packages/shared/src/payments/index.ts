export type { DeclineClass } from './decline-class.ts';
export { classifyDecline, KNOWN_DECLINE_CODES } from './decline-class.ts';
export type { DeclineWords } from './decline-words.ts';
export { declineWords } from './decline-words.ts';
export type { NetworkOutcome } from './network-outcome.ts';
export { adviceOfNetwork, withNetworkOutcome } from './network-outcome.ts';
export type { ChargeOutcome, Decline } from './outcome.ts';
