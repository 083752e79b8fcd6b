export type { Currency } from './currency.ts';
export { CURRENCIES, CURRENCY_EXPONENTS, isCurrency, minorUnitsPerMajor } from './currency.ts';
export type { Money, MoneyJson } from './money.ts';
export {
  formatMoney,
  money,
  moneyFromJson,
  moneyToJson,
  parseMajorString,
  toMajorString,
  toSafeInteger,
} from './money.ts';
