/**
 * How often and when a declined charge is tried again, by kind of decline. Delays in seconds, each from the decline
 * before it; when they are used up nothing more is tried with that card.
 */
export type RetryPolicy = {
  softFunds: number[];
  softIssuer: number[];
  /** When these are used up it goes on as softIssuer. */
  softTechnical: number[];
  /** How long a failing charge waits for another card before it is given up. */
  giveUpAfter: number;
};

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Well below what the card networks permit (15 declines of one sum in 30 days; we stop at 10 of any sum). */
export const STANDARD_RETRY_POLICY: RetryPolicy = {
  softFunds: [DAY, 3 * DAY, 5 * DAY, 7 * DAY],
  softIssuer: [DAY, 3 * DAY, 7 * DAY],
  softTechnical: [15 * 60, HOUR, 6 * HOUR],
  giveUpAfter: 30 * DAY,
};

/** For the demo account: minutes where the standard policy has days, so that it can be watched. */
export const DEMO_RETRY_POLICY: RetryPolicy = {
  softFunds: [60, 180, 300, 420],
  softIssuer: [60, 180, 420],
  softTechnical: [30, 60, 120],
  giveUpAfter: 30 * DAY,
};

export const DEMO_RETRY_POLICY_LABEL = 'demo: minutes instead of days';
