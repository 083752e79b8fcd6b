import type { AutoTopUpResource, SaveAutoTopUpRequest } from '@drawdown/shared/http';
import type { Currency, MoneyJson } from '@drawdown/shared/money';
import { money, moneyToJson } from '@drawdown/shared/money';
import { moneyDigits } from '../../../ui/money-text.tsx';
import { readMoney } from '../../../ui/read-money.ts';
import type { RuleFigures } from '../rule-words.ts';

export type RuleValues = {
  enabled: boolean;
  threshold: string;
  mode: 'amount' | 'target';
  amount: string;
  targetBalance: string;
  /** `account`, or a buyer's id. */
  payer: string;
  dailyLimit: string;
  monthlyLimit: string;
  consented: boolean;
};

export type RuleFault = { field: keyof RuleValues; message: string };

/** The rule as typed: complete, or what is wrong with it, field by field. */
export type RuleReading = { figures: RuleFigures | null; faults: RuleFault[] };

const DAILY_TIMES = 3n;

export function emptyRule(rule: AutoTopUpResource | null, firstPayer: string): RuleValues {
  return {
    enabled: rule?.enabled ?? true,
    threshold: rule ? moneyDigits(rule.threshold) : '',
    mode: rule?.targetBalance ? 'target' : 'amount',
    amount: rule?.amount ? moneyDigits(rule.amount) : '',
    targetBalance: rule?.targetBalance ? moneyDigits(rule.targetBalance) : '',
    payer: rule ? (rule.payerBuyerId ?? 'account') : firstPayer,
    dailyLimit: rule?.dailyLimit ? moneyDigits(rule.dailyLimit) : '',
    monthlyLimit: rule?.monthlyLimit ? moneyDigits(rule.monthlyLimit) : '',
    consented: false,
  };
}

/** Reads what was typed. A daily limit left empty in a new rule becomes three times the amount, as the server does. */
export function readRule(values: RuleValues, currency: Currency, isNew: boolean): RuleReading {
  const faults: RuleFault[] = [];
  const read = (field: 'threshold' | 'amount' | 'targetBalance' | 'dailyLimit' | 'monthlyLimit') => {
    const reading = readMoney(values[field], currency, { zeroAllowed: field === 'threshold' });
    if (reading.ok) return reading.amount;
    faults.push({ field, message: reading.message });
    return null;
  };
  const optional = (field: 'dailyLimit' | 'monthlyLimit') =>
    values[field].trim() === '' ? null : read(field);

  const threshold = read('threshold');
  const amount = values.mode === 'amount' ? read('amount') : null;
  const targetBalance = values.mode === 'target' ? read('targetBalance') : null;
  if (threshold && targetBalance && targetBalance.amount <= threshold.amount)
    faults.push({
      field: 'targetBalance',
      message: 'The balance to fill up to must be above the threshold.',
    });
  const typedDailyLimit = optional('dailyLimit');
  const monthlyLimit = optional('monthlyLimit');
  if (values.payer === '') faults.push({ field: 'payer', message: 'Choose whose card is charged.' });
  if (values.enabled && !values.consented)
    faults.push({ field: 'consented', message: 'Auto top-up needs the consent of whoever pays.' });

  const figureFaults = faults.some(({ field }) => field !== 'consented' && field !== 'payer');
  if (figureFaults || !threshold) return { figures: null, faults };
  const dailyLimit = typedDailyLimit ?? (isNew ? timesThree(amount ?? targetBalance) : null);
  return { figures: { threshold, amount, targetBalance, dailyLimit, monthlyLimit }, faults };
}

export function requestOf(values: RuleValues, figures: RuleFigures, text: string): SaveAutoTopUpRequest {
  const { threshold, amount, targetBalance, dailyLimit, monthlyLimit } = figures;
  return {
    enabled: values.enabled,
    threshold,
    ...(amount ? { amount } : {}),
    ...(targetBalance ? { targetBalance } : {}),
    ...(values.payer === 'account'
      ? { payer: 'account' as const }
      : { payer: 'buyer' as const, payerBuyerId: values.payer }),
    dailyLimit,
    monthlyLimit,
    consent: { text },
  };
}

function timesThree(sum: MoneyJson | null): MoneyJson | null {
  return sum && moneyToJson(money(BigInt(sum.amount) * DAILY_TIMES, sum.currency));
}
