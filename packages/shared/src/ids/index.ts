import { fromUUIDBytes } from 'typeid-js';
import { v7 as writeUuidV7 } from 'uuid';

/** The prefixes of public ids; the rest is a time-ordered UUIDv7 in base 32, so that ids sort by creation. */
export const ID_PREFIXES = {
  account: 'acc',
  apiKey: 'key',
  audit: 'aud',
  buyer: 'buy',
  buyerSwitch: 'swi',
  charge: 'chg',
  creditNote: 'crn',
  delivery: 'dlv',
  dispute: 'dsp',
  email: 'eml',
  flag: 'flg',
  hold: 'hld',
  incident: 'inc',
  invoice: 'inv',
  leadReturn: 'ret',
  outbox: 'out',
  pauseEpisode: 'pse',
  pauseReason: 'rsn',
  payment: 'pay',
  payerLink: 'lnk',
  paymentMethod: 'pmt',
  refund: 'rfd',
  request: 'req',
  topUp: 'top',
  user: 'usr',
  wallet: 'wal',
  webhookMessage: 'msg',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

/** A new globally unique id such as `wal_01k9…`. */
export function newId(kind: IdKind): string {
  return fromUUIDBytes(ID_PREFIXES[kind], writeUuidV7(undefined, new Uint8Array(16)));
}

/** True for text of the right shape only; whether the row exists is the database's answer. */
export function isId(kind: IdKind, text: string): boolean {
  return new RegExp(`^${ID_PREFIXES[kind]}_[0-9a-z]{26}$`).test(text);
}
