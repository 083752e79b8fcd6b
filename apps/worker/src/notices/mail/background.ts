import type { Ledger, TopUp, WaitingEmail } from '@drawdown/ledger';
import { moneyToJson } from '@drawdown/shared/money';
import { fieldsOf } from './fields.ts';

export type Background = Pick<Ledger, 'topUps' | 'charges' | 'wallets' | 'buyers'>;

type Data = Record<string, unknown>;

/**
 * What was noted when the occasion came, completed by what the records say now: names, the card, the sum. What was
 * noted wins, because it was true then.
 */
export async function withBackground(
  ledger: Background,
  { accountId, data }: Pick<WaitingEmail, 'accountId' | 'data'>,
): Promise<Data> {
  const topUp = await topUpOf(ledger, data);
  const known = { ...(topUp ? ofTopUp(topUp) : {}), ...withoutNulls(data) };
  const named = { ...(await ofWallet(ledger, accountId, known)), ...known };
  return { ...(await ofBuyer(ledger, accountId, named)), ...named };
}

async function topUpOf({ topUps, charges }: Background, data: Data): Promise<TopUp | null> {
  const fields = fieldsOf(data);
  const chargeId = fields.text('chargeId');
  const topUpId =
    fields.text('topUpId') ?? (chargeId === null ? null : (await charges.get(chargeId))?.topUpId);
  return topUpId ? topUps.find(topUpId) : null;
}

function ofTopUp(topUp: TopUp): Data {
  const { amount, balanceAfter, paymentMethod, payer, decline, trigger, endedAt } = topUp;
  return withoutNulls({
    topUpId: topUp.id,
    walletId: topUp.walletId,
    buyerId: topUp.buyerId,
    buyerName: topUp.buyerName,
    amount: moneyToJson(amount),
    balance: balanceAfter && moneyToJson(balanceAfter),
    brand: paymentMethod?.brand ?? null,
    last4: paymentMethod?.last4 ?? null,
    payer: payer?.kind ?? null,
    declineCode: decline?.code ?? null,
    trigger,
    paidAt: endedAt?.toISOString() ?? null,
  });
}

async function ofWallet({ wallets }: Background, accountId: string, data: Data): Promise<Data> {
  const walletId = fieldsOf(data).text('walletId');
  const wallet = walletId === null ? null : await wallets.get(accountId, walletId);
  if (!wallet) return {};
  const rule = { autoTopUp: wallet.autoTopUp?.state ?? 'off' };
  if (wallet.owner === 'account') return withoutNulls({ ...rule, walletName: wallet.name });
  const [buyer] = wallet.buyers;
  return buyer ? { ...rule, buyerId: buyer.id, buyerName: buyer.name } : rule;
}

async function ofBuyer({ buyers }: Background, accountId: string, data: Data): Promise<Data> {
  const fields = fieldsOf(data);
  const buyerId = fields.text('buyerId');
  if (buyerId === null || fields.text('buyerName') !== null) return {};
  const buyer = await buyers.get(accountId, buyerId);
  return buyer ? { buyerName: buyer.name } : {};
}

function withoutNulls(data: Data): Data {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));
}
