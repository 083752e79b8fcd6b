import {
  type BuyerName,
  CAST,
  isBuyerName,
  LATE_LEAD_MINOR,
  LOST_AUCTION,
  POOL,
  REFUNDS_MINOR,
  RETURNS,
} from './cast.ts';
import type { DayLead } from './day.ts';

/** What must be true of a buyer after the day, in cents, worked out with nothing but the file and the rules. */
export type Expected = {
  delivered: number;
  refused: number;
  /** Leads whose price a card paid. */
  byCardMinor: number;
  balanceMinor: number;
  owedMinor: number;
  /** What Stripe holds because of this buyer. */
  stripeMinor: number;
};

type Buyers = Record<BuyerName, Expected>;

const nothing = (): Expected => ({
  delivered: 0,
  refused: 0,
  byCardMinor: 0,
  balanceMinor: 0,
  owedMinor: 0,
  stripeMinor: 0,
});

/** The whole day by plain arithmetic. The balance of the pool stands with its first buyer. */
export function calculate(day: readonly DayLead[]): Buyers {
  const of = (name: BuyerName) =>
    day.filter(({ buyer }) => buyer === name).map(({ priceMinor }) => priceMinor);
  return {
    ...pool(day),
    'bayview-injury-law-tampa': directCharge(of('bayview-injury-law-tampa')),
    'harbor-mortgage-boston': netTerms(of('harbor-mortgage-boston')),
    'keystone-auto-philadelphia': manual(of('keystone-auto-philadelphia')),
    'gateway-security-st-louis': fallBack(of('gateway-security-st-louis')),
    'evergreen-hvac-seattle': refunded(of('evergreen-hvac-seattle')),
    'redwood-windows-sacramento': holds(of('redwood-windows-sacramento')),
    'lakeshore-plumbing-chicago': continues(of('lakeshore-plumbing-chicago')),
    'cedar-creek-pest-austin': pauses(of('cedar-creek-pest-austin')),
    'buckeye-gutters-columbus': disputeWon(of('buckeye-gutters-columbus')),
    'summit-debt-relief-denver': disputeLost(of('summit-debt-relief-denver')),
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

function pool(day: readonly DayLead[]) {
  const members = {
    'sunpath-solar-phoenix': nothing(),
    'lone-star-roofing-dallas': nothing(),
  };
  const capMinor = CAST['sunpath-solar-phoenix'].monthlyCapMinor;
  let balance = POOL.cardMinor + POOL.externalMinor + POOL.promotionalMinor;
  let spent = 0;
  const returned: number[] = [];
  for (const { buyer, priceMinor } of day) {
    if (!isBuyerName(buyer) || (buyer !== 'sunpath-solar-phoenix' && buyer !== 'lone-star-roofing-dallas'))
      continue;
    const isCapped = buyer === 'sunpath-solar-phoenix';
    if (priceMinor > balance || (isCapped && spent + priceMinor > capMinor)) {
      members[buyer].refused += 1;
      continue;
    }
    balance -= priceMinor;
    members[buyer].delivered += 1;
    if (!isCapped) continue;
    spent += priceMinor;
    if (returned.length < (RETURNS['sunpath-solar-phoenix'] ?? 0)) returned.push(priceMinor);
  }
  members['sunpath-solar-phoenix'].balanceMinor = balance + sum(returned);
  members['sunpath-solar-phoenix'].stripeMinor = POOL.cardMinor;
  return members;
}

function directCharge(prices: number[]): Expected {
  const total = sum(prices);
  return { ...nothing(), delivered: prices.length, byCardMinor: total, stripeMinor: total };
}

/** Billed after the day and paid with the card on file. */
function netTerms(prices: number[]): Expected {
  const taken: number[] = [];
  for (const price of prices) {
    if (sum(taken) + price <= CAST['harbor-mortgage-boston'].creditLimitMinor) taken.push(price);
  }
  const billed = sum(taken) - sum(taken.slice(0, RETURNS['harbor-mortgage-boston'] ?? 0));
  return {
    ...nothing(),
    delivered: taken.length,
    refused: prices.length - taken.length,
    stripeMinor: billed,
  };
}

/** Half of what is owed is paid by bank transfer afterwards. */
function manual(prices: number[]): Expected {
  const owed = sum(prices) - sum(prices.slice(0, RETURNS['keystone-auto-philadelphia'] ?? 0));
  return { ...nothing(), delivered: prices.length, owedMinor: owed - paidByTransferMinor(owed) };
}

export function paidByTransferMinor(owedMinor: number): number {
  return Math.floor(owedMinor / 2);
}

function fallBack(prices: number[]): Expected {
  let balance: number = CAST['gateway-security-st-louis'].creditMinor;
  const byCard: number[] = [];
  for (const price of prices) {
    if (price <= balance) balance -= price;
    else byCard.push(price);
  }
  return {
    ...nothing(),
    delivered: prices.length,
    byCardMinor: sum(byCard),
    balanceMinor: balance,
    // The first of them is given back, to the card.
    stripeMinor: sum(byCard.slice(1)),
  };
}

function refunded(prices: number[]): Expected {
  const paid = sum(CAST['evergreen-hvac-seattle'].topUpsMinor);
  const returned = sum(prices.slice(0, RETURNS['evergreen-hvac-seattle'] ?? 0));
  return {
    ...nothing(),
    delivered: prices.length,
    balanceMinor: paid - sum(prices) - sum(REFUNDS_MINOR) + returned,
    stripeMinor: paid - sum(REFUNDS_MINOR),
  };
}

function holds(prices: number[]): Expected {
  const won = prices.filter((_, index) => (index + 1) % LOST_AUCTION !== 0);
  return {
    ...nothing(),
    delivered: won.length,
    balanceMinor: CAST['redwood-windows-sacramento'].creditMinor - sum(won),
  };
}

/** The wallet, then trust up to the limit, then paused; the failed top-up is paid in the end, and one more lead comes. */
function continues(prices: number[]): Expected {
  const { creditMinor, exposureLimitMinor, failedTopUpMinor } = CAST['lakeshore-plumbing-chicago'];
  let balance: number = creditMinor;
  let owed = 0;
  let delivered = 0;
  let isPaused = false;
  for (const price of prices) {
    if (isPaused) continue;
    if (price <= balance) balance -= price;
    else if (owed + price <= exposureLimitMinor) owed += price;
    else {
      isPaused = true;
      continue;
    }
    delivered += 1;
  }
  return {
    ...nothing(),
    delivered: delivered + 1,
    refused: prices.length - delivered,
    balanceMinor: balance + failedTopUpMinor - owed - LATE_LEAD_MINOR,
    stripeMinor: failedTopUpMinor,
  };
}

/** Paused by a declined top-up that is written off in the end; one more lead comes. */
function pauses(prices: number[]): Expected {
  const { creditMinor, failsAfter } = CAST['cedar-creek-pest-austin'];
  const taken = prices.slice(0, failsAfter);
  return {
    ...nothing(),
    delivered: taken.length + 1,
    refused: prices.length - taken.length,
    balanceMinor: creditMinor - sum(taken) - LATE_LEAD_MINOR,
  };
}

function disputeWon(prices: number[]): Expected {
  const paid = CAST['buckeye-gutters-columbus'].topUpMinor;
  return { ...nothing(), delivered: prices.length, balanceMinor: paid - sum(prices), stripeMinor: paid };
}

/** What the wallet could not give back is owed, until the next credit pays it. */
function disputeLost(prices: number[]): Expected {
  const { laterCreditMinor } = CAST['summit-debt-relief-denver'];
  return { ...nothing(), delivered: prices.length, balanceMinor: laterCreditMinor - sum(prices) };
}
