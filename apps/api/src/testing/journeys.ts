import type { HttpClient } from './http-client.ts';

/** Minor units of US dollars as JSON. */
export const usd = (amount: number) => ({ amount, currency: 'USD' });

/** A buyer with a wallet of its own, made over HTTP. */
export async function createBuyer(http: HttpClient, input: Record<string, unknown> = {}) {
  const answer = await http.post('/v1/buyers', { name: 'Acme Solar', ...input });
  if (answer.status !== 201) throw new Error(`the buyer was not created: ${answer.text}`);
  return answer.body;
}

/** Puts money into a wallet without a card. */
export async function addCredit(http: HttpClient, walletId: string, amount: number) {
  const answer = await http.post(`/v1/wallets/${walletId}/top-ups`, {
    amount: usd(amount),
    funding: 'external',
    reference: 'bank transfer',
  });
  if (answer.status !== 201) throw new Error(`the credit was not accepted: ${answer.text}`);
  return answer.body;
}

/** A buyer with money in the wallet. */
export async function createFundedBuyer(
  http: HttpClient,
  amount: number,
  input: Record<string, unknown> = {},
) {
  const buyer = await createBuyer(http, input);
  await addCredit(http, buyer.walletId, amount);
  return buyer;
}

export async function availableOf(http: HttpClient, walletId: string): Promise<number> {
  return (await http.get(`/v1/wallets/${walletId}`)).body.available.amount;
}
