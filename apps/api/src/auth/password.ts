import { hash, verify } from '@node-rs/argon2';

let decoy: Promise<string> | undefined;

/** Takes as long for an unknown user (null) as for a known one, so that timing does not tell who exists. */
export async function passwordMatches(passwordHash: string | null, password: string): Promise<boolean> {
  if (passwordHash !== null) return verify(passwordHash, password);
  decoy ??= hash('a password that nobody has');
  await verify(await decoy, password);
  return false;
}
