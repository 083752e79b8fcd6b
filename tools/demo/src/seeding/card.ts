import { pageSchema, paymentMethodSchema } from '@drawdown/shared/http';
import { call } from '../api/answers.ts';
import type { SendRequest } from '../api/client.ts';

const cardsSchema = pageSchema(paymentMethodSchema);

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
