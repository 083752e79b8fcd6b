import type { Eligibility } from '@drawdown/ledger';
import type { EligibilityResource } from '@drawdown/shared/http';
import { moneyToJson, toSafeInteger } from '@drawdown/shared/money';
import { unblockedBy } from '../deliveries/refusal-words.ts';
import type { RefusedBuyers } from '../deliveries/refused-buyers.ts';

type Subject = { accountId: string; buyerId: string };

/** The answer about one buyer, in the codes and words that a refused delivery would carry. */
export async function eligibilityJson(
  refusedBuyers: RefusedBuyers,
  { accountId, buyerId }: Subject,
  answer: Eligibility,
): Promise<EligibilityResource> {
  switch (answer.outcome) {
    case 'eligible':
      return { ...factsJson(buyerId, answer), eligible: true, fundedBy: answer.fundedBy };
    case 'ineligible': {
      const buyer = await refusedBuyers(accountId, buyerId, answer.code);
      return {
        ...factsJson(buyerId, answer),
        reason: answer.code,
        unblockedBy: unblockedBy(answer.code, buyer, answer),
      };
    }
    case 'buyer_not_found':
      return {
        ...unknown(buyerId),
        reason: 'not_found',
        unblockedBy: 'There is no such buyer in your account.',
      };
    case 'currency_mismatch':
      return {
        ...unknown(buyerId),
        reason: 'currency_mismatch',
        unblockedBy: `Ask with a price in ${answer.expected}, the currency of the buyer's wallet.`,
      };
  }
}

type Decided = Extract<Eligibility, { outcome: 'eligible' | 'ineligible' }>;

function factsJson(buyerId: string, { available, runway }: Decided): EligibilityResource {
  return {
    ...unknown(buyerId),
    available: moneyToJson(available),
    runway: { leads: toSafeInteger(runway.leads), hours: runway.hours },
  };
}

function unknown(buyerId: string): EligibilityResource {
  return {
    buyerId,
    eligible: false,
    fundedBy: null,
    reason: null,
    unblockedBy: null,
    available: null,
    runway: { leads: null, hours: null },
  };
}
