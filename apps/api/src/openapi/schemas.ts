import { zodToOpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import {
  billingSettingsSchema,
  buyerSchema,
  deliverySchema,
  entrySchema,
  moneySchema,
  paymentMethodSchema,
  problemSchema,
  refusalProblemSchema,
  sessionSchema,
  topUpSchema,
  walletSchema,
} from '@drawdown/shared/http';
import type { z } from 'zod';

const NAMES = new Map<z.ZodType, string>([
  [moneySchema, 'Money'],
  [paymentMethodSchema, 'PaymentMethod'],
  [buyerSchema, 'Buyer'],
  [walletSchema, 'Wallet'],
  [entrySchema, 'WalletEntry'],
  [topUpSchema, 'TopUp'],
  [deliverySchema, 'Delivery'],
  [billingSettingsSchema, 'BillingSettings'],
  [sessionSchema, 'Session'],
  [problemSchema, 'Problem'],
  [refusalProblemSchema, 'RefusalProblem'],
]);

/**
 * Gives the schemas that stand in many answers a name, so that generated clients have one type for each. The name is
 * put on the very schema: the library's own `register` would name a copy that nothing refers to.
 */
export function namedSchemas(): z.ZodType[] {
  for (const [schema, refId] of NAMES) zodToOpenAPIRegistry.add(schema, { _internal: { refId } });
  return [...NAMES.keys()];
}
