import type { DeadBecause, Ledger, OpenedLink, PayerLink } from '@drawdown/ledger';
import { ProblemError } from '../http/problem.ts';

/** 32 bytes in base64url. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** What a link says when it does nothing any more. The same for every token that nobody ever had. */
export const DEAD_WORDS = {
  unknown: 'This link is not valid.',
  expired: 'This link has expired.',
  used: 'This link was used already.',
  revoked: 'This link is not needed any more, or was replaced by a newer one.',
} as const satisfies Record<DeadBecause, string>;

export async function openLink(ledger: Ledger, token: string): Promise<OpenedLink> {
  return TOKEN.test(token) ? ledger.payerLinks.open(token) : { state: 'dead', because: 'unknown' };
}

/** The open link of this kind. @throws ProblemError `link_dead` */
export async function requireLink(
  ledger: Ledger,
  token: string,
  kinds: readonly PayerLink['kind'][],
): Promise<PayerLink> {
  const opened = await openLink(ledger, token);
  if (opened.state === 'dead') throw linkDead(opened.because);
  if (!kinds.includes(opened.link.kind)) throw linkDead('unknown');
  return opened.link;
}

export function linkDead(because: DeadBecause): ProblemError {
  return new ProblemError('link_dead', DEAD_WORDS[because]);
}
