import type { BuyerResource } from '@drawdown/shared/http';
import { parseMajorString } from '@drawdown/shared/money';
import { findBuyer } from '../api/buyers.ts';
import type { SendRequest } from '../api/client.ts';
import type { FileBuyer } from './check-file.ts';
import type { RowProblem } from './lead-row.ts';

const LOOKED_UP_AT_ONCE = 8;

export type FoundBuyers = { found: ReadonlyMap<string, BuyerResource>; problems: readonly RowProblem[] };

/** Asks for every buyer of the file, and checks that its prices are exact in that buyer's currency. */
export async function lookUpBuyers(
  send: SendRequest,
  buyers: ReadonlyMap<string, FileBuyer>,
): Promise<FoundBuyers> {
  const found = new Map<string, BuyerResource>();
  const problems: RowProblem[] = [];
  const waiting = [...buyers].values();
  const lookUp = async () => {
    for (const [externalId, fileBuyer] of waiting) {
      const buyer = await findBuyer(send, externalId);
      if (buyer === null) problems.push(unknownBuyer(externalId, fileBuyer));
      else if (parseMajorString(fileBuyer.finestPrice.text, buyer.currency) === null)
        problems.push(inexactPrice(buyer, fileBuyer));
      else found.set(externalId, buyer);
    }
  };
  await Promise.all(Array.from({ length: LOOKED_UP_AT_ONCE }, lookUp));
  return { found, problems: problems.sort((left, right) => left.line - right.line) };
}

function unknownBuyer(externalId: string, { firstLine, rows }: FileBuyer): RowProblem {
  const leads = rows === 1 ? '1 lead' : `${rows} leads`;
  return { line: firstLine, text: `there is no buyer with the external id ${externalId} (${leads})` };
}

function inexactPrice(buyer: BuyerResource, { finestPrice }: FileBuyer): RowProblem {
  return {
    line: finestPrice.line,
    text: `price ${finestPrice.text} has more decimals than ${buyer.currency}, the currency of ${buyer.name}`,
  };
}
