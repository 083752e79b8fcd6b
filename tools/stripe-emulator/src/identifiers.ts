import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A new identifier such as `pi_Emu…`; the prefix is also how expansion finds the object behind an id. */
export function newId(prefix: string, length = 24): string {
  let random = '';
  for (const byte of randomBytes(length)) random += ALPHABET.charAt(byte % ALPHABET.length);
  return `${prefix}_${random}`;
}
