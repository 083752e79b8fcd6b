import type { SetBackupPaymentMethodRequest } from '@drawdown/shared/http';
import { pageSchema, paymentMethodSchema } from '@drawdown/shared/http';
import { z } from 'zod';
import { call } from '../api/answers.ts';
import type { SendRequest } from '../api/client.ts';

const cardsSchema = pageSchema(paymentMethodSchema);

const AGREED = 'I agree that this card is charged when the other one is declined.';

/**
 * A card to fall back on, with what its owner agreed to; nothing where there is one. The card that an interrupted call
 * has saved already is taken.
 */
export async function ensureBackupCard(
  send: SendRequest,
  { owner, testCard }: { owner: string; testCard: string },
): Promise<void> {
  const path = `${owner}/payment-methods`;
  const { data: cards } = await call(send, { method: 'GET', path }, cardsSchema);
  if (cards.some((card) => card.isBackup)) return;
  const other =
    cards.find((card) => !card.isDefault) ??
    (await call(send, { method: 'POST', path, body: { testCard } }, paymentMethodSchema));
  const body: SetBackupPaymentMethodRequest = { paymentMethodId: other.id, consent: { text: AGREED } };
  await call(send, { method: 'PUT', path: `${path}/backup`, body }, z.unknown());
}

/** Saves the card unless the owner has one. `owner` is the path of whose it is. */
export async function ensureCard(
  send: SendRequest,
  { owner, testCard }: { owner: string; testCard: string },
): Promise<void> {
  const path = `${owner}/payment-methods`;
  const cards = await call(send, { method: 'GET', path }, cardsSchema);
  if (cards.data.length > 0) return;
  await call(send, { method: 'POST', path, body: { testCard } }, paymentMethodSchema);
}
