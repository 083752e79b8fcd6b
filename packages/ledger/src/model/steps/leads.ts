import fc from 'fast-check';
import type { DeliverLeadInput } from '../../deliveries/types.ts';
import type { Reference } from '../reference.ts';
import { type Ask, bodyOf } from '../reference-deliveries.ts';
import { amountIn, idempotent, idOf, type World } from '../world.ts';
import { buyerAt, rarely } from './step.ts';

/** A lead by numbers, before it is known who there is. */
export type LeadNumbers = {
  buyer: number;
  lead: number;
  otherPrice: number | null;
  key: number | null;
  foreignCurrency: boolean;
  byExternalId: boolean;
};

export const leadNumbers: fc.Arbitrary<LeadNumbers> = fc.record({
  // 5 is nobody, 6 is the buyer of another account.
  buyer: fc.oneof(
    { weight: 12, arbitrary: fc.nat(4) },
    { weight: 1, arbitrary: fc.integer({ min: 5, max: 6 }) },
  ),
  lead: fc.nat(120),
  otherPrice: fc.option(fc.integer({ min: 1, max: 3_000 }), { freq: 12 }),
  key: fc.option(fc.nat(40), { freq: 2 }),
  foreignCurrency: rarely(30),
  byExternalId: fc.boolean(),
});

/** A lead mostly has the price that belongs to its number, so that it costs the same when it comes again. */
export function askFor(model: Reference, numbers: LeadNumbers): Ask {
  const { lead, otherPrice, key, foreignCurrency } = numbers;
  return {
    buyer: buyerAt(model, numbers.buyer),
    lead: `lead-${lead}`,
    price: BigInt(otherPrice ?? 10 + ((lead * 37) % 900)),
    foreignCurrency,
    key: key === null ? null : `key-${key}`,
  };
}

type Naming = { byExternalId: boolean; stranger?: boolean };

export function inputFor(
  world: World,
  ask: Ask,
  { byExternalId, stranger = false }: Naming,
): DeliverLeadInput {
  const { buyer, lead, price, foreignCurrency, key } = ask;
  return {
    accountId: world.accountId,
    buyer: nameOf(),
    leadId: lead,
    price: amountIn(world, price, foreignCurrency),
    ...idempotent(key, bodyOf(ask)),
  };

  function nameOf() {
    if (buyer === undefined) return stranger ? { id: world.strangerId } : { externalId: 'nobody' };
    return byExternalId ? { externalId: buyer.name } : { id: idOf(world.buyerIds, buyer) };
  }
}

export const inWords = ({ buyer, lead, otherPrice, key, foreignCurrency }: LeadNumbers): string =>
  [
    `lead-${lead} to buyer ${buyer}`,
    ...(otherPrice === null ? [] : [`for ${otherPrice}`]),
    ...(key === null ? [] : [`under key-${key}`]),
    ...(foreignCurrency ? ['in another currency'] : []),
  ].join(' ');
