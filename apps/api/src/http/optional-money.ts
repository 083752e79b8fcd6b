import type { Money, MoneyJson } from '@drawdown/shared/money';
import { moneyFromJson, moneyToJson } from '@drawdown/shared/money';

export function optionalMoneyJson(value: Money | null): MoneyJson | null {
  return value === null ? null : moneyToJson(value);
}

/** Absent stays absent: it keeps its value or takes the default, where null takes it away. */
export function optionalMoney(json: MoneyJson | null | undefined): Money | null | undefined {
  return json === null || json === undefined ? json : moneyFromJson(json);
}
