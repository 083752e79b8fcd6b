import { type Measurement, measure } from '../load/closed-loop.ts';
import { median } from '../load/statistics.ts';
import { VARIANTS, type Variant, type VariantName } from '../load/variant.ts';

export type Place = { wallets: number; callers: number; networkMs: number };
export type Ratios = { cToA: number; cToB: number; cToE: number; p50CToB: number; p99CToB: number };
export type Cell = Place & { variants: Record<VariantName, Measurement>; ratios: Ratios; rounds: Ratios[] };

type Round = Record<VariantName, Measurement>;

/**
 * Measures the variants in turn, round after round, so that a machine that slows down slows all of them down. What a
 * ratio compares was measured in the same round; the cell's figures are the medians of its rounds.
 */
export async function measureCell(
  opened: { name: VariantName; variant: Variant }[],
  place: Place,
  { seconds, rounds }: { seconds: number; rounds: number },
): Promise<Cell> {
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const found = new Map<VariantName, Measurement>();
    for (const { name, variant } of opened) {
      found.set(name, await measure(variant, { ...place, seconds, warmUpSeconds: Math.min(1, seconds / 3) }));
    }
    measured.push(everyVariant((name) => found.get(name) ?? failed(name)));
  }
  const rounded = measured.map(ratiosOf);
  return {
    ...place,
    variants: everyVariant((name) => medianOf(measured.map((round) => round[name]))),
    ratios: {
      cToA: median(rounded.map(({ cToA }) => cToA)),
      cToB: median(rounded.map(({ cToB }) => cToB)),
      cToE: median(rounded.map(({ cToE }) => cToE)),
      p50CToB: median(rounded.map(({ p50CToB }) => p50CToB)),
      p99CToB: median(rounded.map(({ p99CToB }) => p99CToB)),
    },
    rounds: rounded,
  };
}

function failed(name: VariantName): never {
  throw new Error(`variant ${name} was not measured`);
}

function everyVariant<Value>(read: (name: VariantName) => Value): Record<VariantName, Value> {
  const [a, b, c, d, e] = VARIANTS;
  return { a: read(a), b: read(b), c: read(c), d: read(d), e: read(e) };
}

function ratiosOf({ a, b, c, e }: Round): Ratios {
  return {
    cToA: c.postingsPerSecond / a.postingsPerSecond,
    cToB: c.postingsPerSecond / b.postingsPerSecond,
    cToE: c.postingsPerSecond / e.postingsPerSecond,
    p50CToB: c.p50Ms / b.p50Ms,
    p99CToB: c.p99Ms / b.p99Ms,
  };
}

function medianOf(measurements: Measurement[]): Measurement {
  return {
    postingsPerSecond: median(measurements.map(({ postingsPerSecond }) => postingsPerSecond)),
    p50Ms: median(measurements.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(measurements.map(({ p99Ms }) => p99Ms)),
  };
}
