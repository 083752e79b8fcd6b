/** `charging_stopped`: Stripe refuses us as such. `outcomes_unknown`: of charges nobody has known the outcome for long. */
export type PlatformFlagKind = 'charging_stopped' | 'outcomes_unknown';

/** One episode in which something is wrong with the installation as a whole. */
export type PlatformFlag = {
  id: string;
  kind: PlatformFlagKind;
  /** What was seen, for operators: it may name what is no business of an agency. */
  detail: string;
  openedAt: Date;
  lastSeenAt: Date;
  closedAt: Date | null;
};

/** What operators are still to be told of an episode. */
export type PlatformNotice = { flag: PlatformFlag; news: 'opened' | 'closed'; attempts: number };

export type ProbeDelays = { firstMs: number; longestMs: number };

/** `running`: nothing stops charging. `probe`: it is stopped, and this caller alone may try whether that is over. */
export type ChargingTurn = { turn: 'running' | 'stopped' } | { turn: 'probe'; flagId: string };

export type PlatformFlags = {
  /** Those that are open, oldest first. */
  listOpen(): Promise<PlatformFlag[]>;
  /** Stops charging in every process. True for the one caller who begins the episode. */
  stopCharging(detail: string, delays: ProbeDelays): Promise<boolean>;
  isChargingStopped(): Promise<boolean>;
  /** Whether to charge now. Of all who ask while charging is stopped one gets the probe, at growing distances. */
  takeTurn(delays: ProbeDelays): Promise<ChargingTurn>;
  /** Lets the next one try at once: a probe got its first answer, and only a charge shows that charging is possible. */
  returnProbe(flagId: string): Promise<void>;
  /** Ends the episode that a probe has shown to be over; false when it had ended before. */
  resumeCharging(flagId: string): Promise<boolean>;
  /**
   * Compares the flag about unknown outcomes with what is unknown for longer than this. While charging is stopped that is
   * the one thing to tell, and nothing opens beside it.
   */
  watchUnknownOutcomes(olderThanMs: number): Promise<'opened' | 'closed' | 'unchanged'>;
  /** Takes news that operators have not been told, and leases them. */
  claimNotices(limit: number, leaseMs: number): Promise<PlatformNotice[]>;
  noticeSent(notice: PlatformNotice): Promise<void>;
  retryNoticeLater(flagId: string, delayMs: number, error: string): Promise<void>;
};
