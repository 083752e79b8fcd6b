const HOUR_MS = 3_600_000;

/** A payer often answers the next day. */
export const DEFAULT_LINK_HOURS = 72;

/** A link to a payment that waits: the bank asks again with the next one. */
export const AUTHENTICATE_LINK_HOURS = 24;

export function hoursMs(hours: number): number {
  return hours * HOUR_MS;
}
