import type { MoneyJson } from '@drawdown/shared/money';
import type { CardFace } from '../../ui/card-label.tsx';
import { cardName } from '../../ui/card-label.tsx';
import { moneyText } from '../../ui/money-text.tsx';

/** The figures of a rule, saved or still being typed. */
export type RuleFigures = {
  threshold: MoneyJson;
  amount: MoneyJson | null;
  targetBalance: MoneyJson | null;
  dailyLimit: MoneyJson | null;
  monthlyLimit: MoneyJson | null;
};

export type RulePayer = { name: string; card: Pick<CardFace, 'brand' | 'last4'> | null };

/** `When $100.00 or less is available, charge $500.00 to Visa 4242 of Acme.` */
export function ruleSentence(rule: RuleFigures, payer: RulePayer): string {
  const from = `When ${moneyText(rule.threshold)} or less is available`;
  const card = payer.card ? `${cardName(payer.card)} of ${payer.name}` : `the default card of ${payer.name}`;
  if (rule.amount) return `${from}, charge ${moneyText(rule.amount)} to ${card}.`;
  if (rule.targetBalance)
    return `${from}, charge what brings it back to ${moneyText(rule.targetBalance)} to ${card}.`;
  return `${from}, nothing is charged.`;
}

/** `At most $1,500.00 a day and no limit a month.` */
export function limitsSentence({ dailyLimit, monthlyLimit }: RuleFigures): string {
  if (dailyLimit && monthlyLimit)
    return `At most ${moneyText(dailyLimit)} a day and ${moneyText(monthlyLimit)} a month.`;
  if (dailyLimit) return `At most ${moneyText(dailyLimit)} a day. No limit a month.`;
  if (monthlyLimit) return `At most ${moneyText(monthlyLimit)} a month. No limit a day.`;
  return 'No limit a day or a month.';
}

/** The words that are consented to: everything that may be charged, to which card, within which limits. */
export function consentText(rule: RuleFigures, payer: RulePayer): string {
  return `${payer.name} agrees that its card on file may be charged without being asked again. ${ruleSentence(rule, { ...payer, card: null })} ${limitsSentence(rule)}`;
}
