declare module 'express-session' {
  interface SessionData {
    userId: string;
    /** Epoch milliseconds; a session ends twelve hours later however busy it is. */
    signedInAt: number;
  }
}

export const IDLE_MS = 30 * 60_000;
export const ABSOLUTE_MS = 12 * 60 * 60_000;
