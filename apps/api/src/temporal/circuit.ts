/**
 * Remembers for a while that the other side did not answer, so that those who come after need not wait for the same
 * silence.
 */
export function createCircuit(openForMs: number, now: () => number = Date.now) {
  let closedAgainAt = 0;
  return {
    isOpen: () => now() < closedAgainAt,
    failed: () => {
      closedAgainAt = now() + openForMs;
    },
    succeeded: () => {
      closedAgainAt = 0;
    },
  };
}
