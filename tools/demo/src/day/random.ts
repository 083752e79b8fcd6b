export type Random = {
  /** A number from 0 up to, but not including, 1. */
  fraction: () => number;
  /** A whole number from `from` to `to`, both included. */
  between: (from: number, to: number) => number;
};

/** The same seed gives the same numbers on every machine (mulberry32: 32-bit integer arithmetic only). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { fraction, between: (from, to) => from + Math.floor(fraction() * (to - from + 1)) };
}

/** An index of `weights`, each as likely as its weight. */
export function pickWeighted(random: Random, weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let remaining = random.fraction() * total;
  for (const [index, weight] of weights.entries()) {
    remaining -= weight;
    if (remaining < 0) return index;
  }
  return weights.length - 1;
}
