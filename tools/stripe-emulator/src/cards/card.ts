import type { Tables } from '../store/tables.ts';
import { findTestCard, type TestCard } from './catalogue.ts';

/** `declineCode: null` approves what the card by itself would decline; `remaining: null` means from now on. */
export type DeclineSetting = { declineCode: string | null; remaining: number | null };

/** The emulator's knowledge of the plastic behind a payment method. */
export type Card = {
  /** The payment method's id. */
  id: string;
  testId: string;
  decline: DeclineSetting | null;
  /** Overrides what the card by itself does; null leaves it to the card. */
  requireAuthentication: boolean | null;
  /** The result of its charges comes later; absent in what earlier versions wrote. */
  processing?: boolean;
  /** Authenticated for later use by a SetupIntent or by a payment that saves it. */
  setUp: boolean;
  /** A detached payment method can never be used again. */
  detached: boolean;
};

export function newCard(paymentMethodId: string, testId: string): Card {
  return {
    id: paymentMethodId,
    testId,
    decline: null,
    requireAuthentication: null,
    setUp: false,
    detached: false,
  };
}

/** The card of a payment method that exists, with what its kind does. */
export function cardOf(tables: Tables, paymentMethodId: string): { card: Card; kind: TestCard } {
  const card = tables.cards.get(paymentMethodId);
  const kind = card && findTestCard(card.testId);
  if (!card || !kind) throw new Error(`Payment method ${paymentMethodId} has no card`);
  return { card, kind };
}
