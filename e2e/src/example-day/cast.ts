/** How each of the twelve buyers of the example day pays in this play; the names are those of the file. */
export const CAST = {
  'sunpath-solar-phoenix': { role: 'pool', monthlyCapMinor: 6_000_00 },
  'lone-star-roofing-dallas': { role: 'pool', monthlyCapMinor: null },
  'bayview-injury-law-tampa': { role: 'directCharge' },
  'harbor-mortgage-boston': { role: 'netTerms', creditLimitMinor: 5_000_00 },
  'keystone-auto-philadelphia': { role: 'manual' },
  'gateway-security-st-louis': { role: 'fallBack', creditMinor: 9_000_00 },
  'evergreen-hvac-seattle': { role: 'refunded', topUpsMinor: [7_000_00, 4_000_00] },
  'redwood-windows-sacramento': { role: 'holds', creditMinor: 8_000_00 },
  'lakeshore-plumbing-chicago': {
    role: 'continues',
    creditMinor: 3_000_00,
    failedTopUpMinor: 2_000_00,
    exposureLimitMinor: 1_000_00,
  },
  'cedar-creek-pest-austin': {
    role: 'pauses',
    creditMinor: 1_500_00,
    failedTopUpMinor: 500_00,
    failsAfter: 40,
  },
  'buckeye-gutters-columbus': { role: 'disputeWon', topUpMinor: 8_000_00 },
  'summit-debt-relief-denver': { role: 'disputeLost', topUpMinor: 7_400_00, laterCreditMinor: 8_000_00 },
} as const;

export type BuyerName = keyof typeof CAST;

/** What the shared wallet holds when the day begins. */
export const POOL = { cardMinor: 9_000_00, externalMinor: 4_000_00, promotionalMinor: 1_500_00 };

/** Leads of each of these that are given back after the day: the first so many that were delivered. */
export const RETURNS: Partial<Record<BuyerName, number>> = {
  'sunpath-solar-phoenix': 3,
  'harbor-mortgage-boston': 2,
  'keystone-auto-philadelphia': 1,
  'evergreen-hvac-seattle': 1,
};

/** Leads paid by the card to fall back on that are given back. */
export const CARD_RETURNS = 1;

export const REFUNDS_MINOR = [500_00, 250_50] as const;

/** Every so many-th lead of the holds buyer is lost in its auction: the hold is released. */
export const LOST_AUCTION = 5;

export const LATE_LEAD_MINOR = 10_00;

export function isBuyerName(name: string): name is BuyerName {
  return name in CAST;
}
