import type { SeededBuyer } from './buyers.ts';

/** When and with how much a wallet is refilled from a buyer's card. */
export type DemoRule = {
  thresholdMinor: number;
  amountMinor: number;
  dailyLimitMinor: number;
  /** What the payer agreed to. */
  consent: string;
};

/** Leads that a buyer has got when the demo begins. */
export type DemoLeads = { prefix: string; count: number; priceMinor: number };

const rule = (thresholdMinor: number, amountMinor: number): DemoRule => ({
  thresholdMinor,
  amountMinor,
  dailyLimitMinor: 3 * amountMinor,
  consent: `When the balance falls to $${thresholdMinor / 100}.00, charge my card $${amountMinor / 100}.00.`,
});

/** What any buyer may owe for leads on trust whose own limit is not set. */
export const DEFAULT_EXPOSURE_LIMIT_MINOR = 25_000;

/** Buyers without leads in the example day, whose wallets are refilled as soon as they have their rule. */
export const SHOWCASE_BUYERS: readonly (SeededBuyer & { rule: DemoRule; leads?: DemoLeads })[] = [
  // Refilled at once, and again whenever it runs low.
  {
    externalId: 'prairie-gold-insurance-omaha',
    name: 'Prairie Gold Insurance',
    email: 'agents@prairie-gold.example.com',
    testCard: 'pm_card_visa~21',
    openingCredits: [{ amountMinor: 20_000, funding: 'external' }],
    rule: rule(25_000, 50_000),
  },
  // Its card has expired: the rule is suspended and delivery paused until there is another card.
  {
    externalId: 'blue-ridge-legal-asheville',
    name: 'Blue Ridge Legal',
    email: 'billing@blue-ridge-legal.example.com',
    testCard: 'pm_card_emu_later_expired_card~22',
    openingCredits: [{ amountMinor: 15_000, funding: 'external' }],
    rule: rule(30_000, 50_000),
  },
  // Not enough money on its card: tried again by the schedule, and trusted with leads meanwhile.
  {
    externalId: 'desert-bloom-solar-tucson',
    name: 'Desert Bloom Solar',
    email: 'leads@desert-bloom.example.com',
    testCard: 'pm_card_emu_later_insufficient_funds~23',
    openingCredits: [{ amountMinor: 5_000, funding: 'external' }],
    billing: { failurePolicy: 'continue', exposureLimit: { amount: 50_000, currency: 'USD' } },
    rule: rule(10_000, 40_000),
    // The first is paid for by the wallet, the others are owed.
    leads: { prefix: 'desert-bloom', count: 6, priceMinor: 4_500 },
  },
];

/** A buyer with a second card that is tried where the first is declined. */
export const BACKUP_CARD = { externalId: 'lone-star-roofing-dallas', testCard: 'pm_card_visa~24' } as const;

/** Refills the shared wallet from the card of one of the buyers that share it. */
export const POOL_RULE: DemoRule & { payerExternalId: string } = {
  ...rule(100_000, 500_000),
  payerExternalId: 'gateway-security-st-louis',
};
