import type { CreateBuyerRequest } from '@drawdown/shared/http';
import { buyerSchema } from '@drawdown/shared/http';
import type { OwnStack } from './own-stack.ts';

/** Makes a buyer with a card on file, as a back-office script does. */
export async function makeBuyer(
  { url, apiKey }: OwnStack,
  { card, ...buyer }: CreateBuyerRequest & { card: string },
): Promise<void> {
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const json: unknown = await answer.json();
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(json)}`);
    return json;
  };
  const { id } = buyerSchema.parse(await post('/v1/buyers', buyer));
  await post(`/v1/buyers/${id}/payment-methods`, { testCard: card });
}
