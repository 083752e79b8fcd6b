const windowMs = 60_000;
const crashesAllowed = 8;
const firstDelayMs = 500;
const longestDelayMs = 10_000;

export type RestartPlan = { kind: 'restart'; delayMs: number } | { kind: 'give_up'; crashes: number };

/**
 * What to do after a crash, from the times of all crashes so far, the present one included: wait twice as long after
 * each crash of the last minute, and give up at the eighth.
 */
export function restartPlan(crashTimesMs: readonly number[], nowMs: number): RestartPlan {
  const recent = crashTimesMs.filter((at) => nowMs - at < windowMs).length;
  if (recent >= crashesAllowed) return { kind: 'give_up', crashes: recent };
  return { kind: 'restart', delayMs: Math.min(longestDelayMs, firstDelayMs * 2 ** Math.max(0, recent - 1)) };
}
