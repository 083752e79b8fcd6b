import { zodToOpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import {
  autoTopUpSchema,
  billingSettingsSchema,
  buyerSchema,
  buyerStatementSchema,
  deliverySchema,
  eligibilitySchema,
  emailSchema,
  entrySchema,
  failingChargeSchema,
  holdRefusalProblemSchema,
  holdSchema,
  importReportSchema,
  moneySchema,
  pauseSchema,
  payerLinkSchema,
  paymentMethodSchema,
  problemSchema,
  refusalProblemSchema,
  sessionSchema,
  statementSchema,
  topUpSchema,
  walletSchema,
  webhookDeliverySchema,
  webhookSettingsSchema,
} from '@drawdown/shared/http';
import type { z } from 'zod';

const NAMES = new Map<z.ZodType, string>([
  [moneySchema, 'Money'],
  [paymentMethodSchema, 'PaymentMethod'],
  [autoTopUpSchema, 'AutoTopUp'],
  [failingChargeSchema, 'FailingCharge'],
  [pauseSchema, 'Pause'],
  [payerLinkSchema, 'PayerLink'],
  [emailSchema, 'Email'],
  [webhookDeliverySchema, 'WebhookDelivery'],
  [webhookSettingsSchema, 'WebhookSettings'],
  [buyerSchema, 'Buyer'],
  [walletSchema, 'Wallet'],
  [entrySchema, 'WalletEntry'],
  [topUpSchema, 'TopUp'],
  [statementSchema, 'Statement'],
  [buyerStatementSchema, 'BuyerStatement'],
  [importReportSchema, 'ImportReport'],
  [deliverySchema, 'Delivery'],
  [eligibilitySchema, 'Eligibility'],
  [holdSchema, 'Hold'],
  [billingSettingsSchema, 'BillingSettings'],
  [sessionSchema, 'Session'],
  [problemSchema, 'Problem'],
  [refusalProblemSchema, 'RefusalProblem'],
  [holdRefusalProblemSchema, 'HoldRefusalProblem'],
]);

/**
 * Gives the schemas that stand in many answers a name, so that generated clients have one type for each. The name is
 * put on the very schema: the library's own `register` would name a copy that nothing refers to.
 */
export function namedSchemas(): z.ZodType[] {
  for (const [schema, refId] of NAMES) zodToOpenAPIRegistry.add(schema, { _internal: { refId } });
  return [...NAMES.keys()];
}
