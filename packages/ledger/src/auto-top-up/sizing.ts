/** A rule at one moment, in minor units of the wallet's currency. */
export type SizingInput = {
  availableMinor: bigint;
  /** Top-ups by card that are under way. */
  pendingMinor: bigint;
  thresholdMinor: bigint;
  /** What one automatic top-up charges: whole increments of an amount, or up to a target. */
  fill: { amountMinor: bigint } | { targetMinor: bigint };
  minimumMinor: bigint;
  maximumMinor: bigint;
  /** What the limits leave for today and this month; null: no limit. */
  dayLeftMinor: bigint | null;
  monthLeftMinor: bigint | null;
};

export type Sizing =
  | { due: false }
  | { due: true; amountMinor: bigint }
  | { due: true; amountMinor: null; because: 'daily_limit_reached' | 'monthly_limit_reached' };

/**
 * What `size_auto_top_up` decides, worked out in small steps instead of by division: the oracle of its property test,
 * and the reference for who wants to read the rule.
 */
export function sizeAutoTopUp(input: SizingInput): Sizing {
  const { thresholdMinor, minimumMinor, maximumMinor } = input;
  const there = input.availableMinor + input.pendingMinor;
  if (there > thresholdMinor) return { due: false };
  const fits = (amount: bigint): boolean =>
    amount <= maximumMinor &&
    (input.dayLeftMinor === null || amount <= input.dayLeftMinor) &&
    (input.monthLeftMinor === null || amount <= input.monthLeftMinor);

  if ('targetMinor' in input.fill) {
    const missing = input.fill.targetMinor - there;
    const wanted = missing < minimumMinor ? minimumMinor : missing;
    const affordable = [wanted, maximumMinor, input.dayLeftMinor, input.monthLeftMinor]
      .filter((amount) => amount !== null)
      .reduce((least, amount) => (amount < least ? amount : least));
    return affordable < minimumMinor ? stopped(input) : { due: true, amountMinor: affordable };
  }

  const { amountMinor } = input.fill;
  const atLeast = amountMinor < minimumMinor ? minimumMinor : amountMinor;
  const increment = atLeast > maximumMinor ? maximumMinor : atLeast;
  if (!fits(increment)) return stopped(input);
  let amount = increment;
  while (there + amount <= thresholdMinor && fits(amount + increment)) amount += increment;
  return { due: true, amountMinor: amount };
}

/** The tighter of the two limits; the day's where they are equal, as it is over first. */
function stopped({ dayLeftMinor, monthLeftMinor }: SizingInput): Sizing {
  const byDay = dayLeftMinor !== null && (monthLeftMinor === null || dayLeftMinor <= monthLeftMinor);
  return { due: true, amountMinor: null, because: byDay ? 'daily_limit_reached' : 'monthly_limit_reached' };
}
