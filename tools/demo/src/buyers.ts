import type { TopUpFunding } from '@drawdown/shared/codes';

/** Money that a wallet holds when the demo begins, put in by one top-up. */
export type OpeningCredit = { amountMinor: number; funding: Exclude<TopUpFunding, 'promotional'> };

export type SeededBuyer = {
  externalId: string;
  name: string;
  email: string;
  /** A test card of the Stripe emulator; `~n` makes it another card of the same behaviour. */
  testCard: string | null;
  openingCredits: readonly OpeningCredit[];
  /** What differs from the account's defaults. */
  billing?: Record<string, unknown>;
};

export type DemoBuyer = SeededBuyer & {
  /** Draws on the account's shared wallet instead of one of its own. */
  sharesPool: boolean;
  /** What one lead costs, from and to, in steps of a quarter dollar. */
  priceMinor: readonly [number, number];
  /** Of a thousand leads of the day, how many are for this buyer. */
  leadsPerThousand: number;
  /** When it takes leads: business hours of its city, given as hours of the UTC day. */
  hoursUtc: readonly [number, number];
};

const external = (amountMinor: number): OpeningCredit => ({ amountMinor, funding: 'external' });
const buyerCard = (amountMinor: number): OpeningCredit => ({ amountMinor, funding: 'buyer_card' });

/** The buyers of the example day. The file of leads names them by `externalId`. */
export const DEMO_BUYERS: readonly DemoBuyer[] = [
  // Healthy: would get through another half day like this one.
  {
    externalId: 'sunpath-solar-phoenix',
    name: 'SunPath Solar',
    email: 'leads@sunpath-solar.example.com',
    testCard: 'pm_card_visa~3',
    sharesPool: false,
    openingCredits: [external(1_000_000), external(1_000_000), external(500_000)],
    priceMinor: [2200, 3800],
    leadsPerThousand: 110,
    hoursUtc: [15, 24],
  },
  {
    externalId: 'lone-star-roofing-dallas',
    name: 'Lone Star Roofing',
    email: 'office@lonestar-roofing.example.com',
    testCard: 'pm_card_mastercard~4',
    sharesPool: false,
    openingCredits: [external(1_000_000), buyerCard(500_000)],
    priceMinor: [1800, 3400],
    leadsPerThousand: 100,
    hoursUtc: [13, 24],
  },
  // People compare insurance before work: leads from six in the morning, central time.
  {
    externalId: 'keystone-auto-philadelphia',
    name: 'Keystone Auto Insurance',
    email: 'partners@keystone-auto.example.com',
    testCard: 'pm_card_visa~5',
    sharesPool: false,
    openingCredits: [external(950_000)],
    priceMinor: [800, 1500],
    leadsPerThousand: 140,
    hoursUtc: [11, 24],
  },
  // Dear leads: runs out in the course of the day.
  {
    externalId: 'bayview-injury-law-tampa',
    name: 'Bayview Injury Law',
    email: 'intake@bayview-injury.example.com',
    testCard: 'pm_card_amex~6',
    sharesPool: false,
    openingCredits: [external(900_000)],
    priceMinor: [6500, 14000],
    leadsPerThousand: 30,
    hoursUtc: [12, 24],
  },
  {
    externalId: 'evergreen-hvac-seattle',
    name: 'Evergreen Heating & Air',
    email: 'dispatch@evergreen-hvac.example.com',
    testCard: 'pm_card_discover~7',
    sharesPool: false,
    openingCredits: [external(800_000), buyerCard(350_000)],
    priceMinor: [1600, 3000],
    leadsPerThousand: 80,
    hoursUtc: [14, 24],
  },
  // Buys more than it has paid for: runs out in the evening.
  {
    externalId: 'harbor-mortgage-boston',
    name: 'Harbor Mortgage',
    email: 'loans@harbor-mortgage.example.com',
    testCard: 'pm_card_visa~8',
    sharesPool: false,
    openingCredits: [external(875_000)],
    priceMinor: [2400, 4800],
    leadsPerThousand: 60,
    hoursUtc: [12, 23],
  },
  // Low: gone within the first hour. The buyer to add credit to.
  {
    externalId: 'cedar-creek-pest-austin',
    name: 'Cedar Creek Pest Control',
    email: 'hello@cedarcreek-pest.example.com',
    testCard: 'pm_card_mastercard~9',
    sharesPool: false,
    openingCredits: [external(18_000)],
    priceMinor: [900, 1800],
    leadsPerThousand: 50,
    hoursUtc: [13, 24],
  },
  // Without a card: pays by bank transfer.
  {
    externalId: 'redwood-windows-sacramento',
    name: 'Redwood Windows & Doors',
    email: 'accounts@redwood-windows.example.com',
    testCard: null,
    sharesPool: false,
    openingCredits: [external(1_000_000)],
    priceMinor: [2000, 3600],
    leadsPerThousand: 60,
    hoursUtc: [15, 24],
  },
  // Its card was saved without complaint and is declined at every charge.
  {
    externalId: 'summit-debt-relief-denver',
    name: 'Summit Debt Relief',
    email: 'ops@summit-debt.example.com',
    testCard: 'pm_card_chargeCustomerFail',
    sharesPool: false,
    openingCredits: [external(480_000)],
    priceMinor: [1400, 2600],
    leadsPerThousand: 70,
    hoursUtc: [14, 24],
  },
  {
    externalId: 'lakeshore-plumbing-chicago',
    name: 'Lakeshore Plumbing',
    email: 'jobs@lakeshore-plumbing.example.com',
    testCard: 'pm_card_visa~10',
    sharesPool: true,
    openingCredits: [],
    priceMinor: [1200, 2200],
    leadsPerThousand: 100,
    hoursUtc: [12, 24],
  },
  {
    externalId: 'buckeye-gutters-columbus',
    name: 'Buckeye Gutters',
    email: 'crew@buckeye-gutters.example.com',
    testCard: 'pm_card_mastercard~11',
    sharesPool: true,
    openingCredits: [],
    priceMinor: [1000, 2000],
    leadsPerThousand: 90,
    hoursUtc: [12, 23],
  },
  {
    externalId: 'gateway-security-st-louis',
    name: 'Gateway Home Security',
    email: 'sales@gateway-security.example.com',
    testCard: 'pm_card_visa_debit~12',
    sharesPool: true,
    openingCredits: [],
    priceMinor: [1400, 2800],
    leadsPerThousand: 110,
    hoursUtc: [13, 24],
  },
];

export const DEMO_POOL = {
  name: 'Midwest pool',
  openingCredits: [external(1_000_000), external(1_000_000), external(900_000)],
} as const;

export const DEMO_ACCOUNT = {
  slug: 'demo',
  name: 'Brightline Leads',
  currency: 'USD',
  timeZone: 'America/Chicago',
  testCard: 'pm_card_visa~2',
} as const;

/** The buyer whose credit is gone first: where Add Credit shows most. */
export const BUYER_TO_WATCH = 'Cedar Creek Pest Control';
