import type { Money } from '@drawdown/shared/money';
import type { Actor } from '../accounts/types.ts';

export type PayerLinkKind = 'save_card' | 'pay' | 'authenticate';

export type PayerLink = {
  id: string;
  accountId: string;
  accountName: string;
  kind: PayerLinkKind;
  buyerId: string | null;
  buyerName: string | null;
  walletId: string | null;
  chargeId: string | null;
  /** For `pay`: null when the payer chooses. For `authenticate`: the charge's amount. */
  amount: Money | null;
  currency: string | null;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
  revokedAt: Date | null;
  topUpId: string | null;
};

/** Why a link does nothing any more; the page says so in words. */
export type DeadBecause = 'unknown' | 'expired' | 'used' | 'revoked';

export type OpenedLink = { state: 'open'; link: PayerLink } | { state: 'dead'; because: DeadBecause };

export type CreatePayerLinkInput = {
  accountId: string;
  kind: PayerLinkKind;
  token: string;
  buyerId?: string | undefined;
  walletId?: string | undefined;
  chargeId?: string | undefined;
  amount?: Money | undefined;
  currency?: string | undefined;
  lifetimeMs: number;
};

export type PayerLinks = {
  /** `token` is 32 random bytes in base64url, made by the caller, who builds the URL; only its hash is stored. */
  create(input: CreatePayerLinkInput, actor: Actor): Promise<PayerLink>;
  /**
   * The same, but leaves a link to the same payment alone that a person has made and that still works: he has sent it, or is
   * about to. Null then.
   */
  createUnlessHandmade(input: CreatePayerLinkInput, actor: Actor): Promise<PayerLink | null>;
  open(token: string): Promise<OpenedLink>;
  /** Claims it, once: false when somebody was faster, or it is dead. */
  use(token: string, result?: { topUpId?: string | undefined }): Promise<boolean>;
  /**
   * The payer wants the declined payment of this link tried with this card of his: it is tried once for that, and only
   * within the hour, so that nobody is charged out of the blue. False while an attempt on the same card is under way,
   * which is that try.
   */
  offerCard(linkId: string, paymentMethodId: string): Promise<boolean>;
  revoke(accountId: string, linkId: string, actor: Actor): Promise<boolean>;
  list(accountId: string, filter: { buyerId?: string | undefined }): Promise<PayerLink[]>;
};
