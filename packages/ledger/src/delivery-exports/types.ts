import type { Money } from '@drawdown/shared/money';
import type { Delivery } from '../deliveries/types.ts';

/** A delivery with what a back office files beside it, as it stood when its row was read. */
export type ExportedDelivery = Pick<
  Delivery,
  'id' | 'buyerId' | 'walletId' | 'leadId' | 'outcome' | 'fundedBy' | 'refusalCode' | 'labels'
> & {
  at: Date;
  decidedAt: Date | null;
  buyerExternalId: string | null;
  price: Money;
  fundingReason: string | null;
  balanceAfter: Money | null;
  holdId: string | null;
  chargeId: string | null;
  returnedAt: Date | null;
  returnCode: string | null;
  returnNote: string | null;
};

export type ExportDeliveriesInput = {
  accountId: string;
  from: Date;
  to: Date;
  buyerId?: string | undefined;
};

export type DeliveryExports = {
  /**
   * Every delivery asked for in `from <= at < to`, refused ones too, in the order of their ids. Read in portions as they
   * are asked for: memory does not grow, no transaction stays open, and a reader may be as slow as he likes.
   */
  deliveries(input: ExportDeliveriesInput): AsyncIterable<ExportedDelivery>;
};
