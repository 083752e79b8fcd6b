import type { SaveAutoTopUpInput } from '@drawdown/ledger';
import type { PreviewAutoTopUpRequest } from '@drawdown/shared/http';
import { moneyFromJson } from '@drawdown/shared/money';
import { optionalMoney } from '../http/optional-money.ts';

type WalletOfAccount = { accountId: string; walletId: string };

/** The rule as the ledger takes it; an absent daily limit stays absent, because null means that there is none. */
export function ruleInput(
  { accountId, walletId }: WalletOfAccount,
  body: PreviewAutoTopUpRequest,
): Omit<SaveAutoTopUpInput, 'consentText'> {
  return {
    accountId,
    walletId,
    enabled: body.enabled,
    threshold: moneyFromJson(body.threshold),
    amount: optionalMoney(body.amount) ?? null,
    targetBalance: optionalMoney(body.targetBalance) ?? null,
    payer: body.payer,
    payerBuyerId: body.payerBuyerId ?? undefined,
    dailyLimit: optionalMoney(body.dailyLimit),
    monthlyLimit: optionalMoney(body.monthlyLimit),
  };
}
