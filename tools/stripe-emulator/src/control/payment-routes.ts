import { z } from 'zod';
import { closeDispute } from '../disputes/close.ts';
import { escalateInquiry, openDispute } from '../disputes/open.ts';
import { requiredDispute } from '../disputes/routes.ts';
import { authenticateIntent } from '../payment-intents/authenticate.ts';
import { requiredIntent } from '../payment-intents/intent.ts';
import { settleProcessing } from '../payment-intents/processing.ts';
import { warnOfFraud } from '../radar/warn.ts';
import { requiredRefund } from '../refunds/routes.ts';
import { settleRefund } from '../refunds/settle.ts';
import { authenticateSetup } from '../setup-intents/authenticate.ts';
import { requiredSetupIntent } from '../setup-intents/routes.ts';
import { required } from '../store/required.ts';
import { controlRoute } from './control-route.ts';
import { nothing } from './fault-routes.ts';

const outcome = z.strictObject({ outcome: z.enum(['success', 'failure']) });
const word = z.string().regex(/^[a-z_]+$/);

export const paymentRoutes = [
  controlRoute('POST /_emulator/payment-intents/:id/authenticate', {
    schema: outcome,
    handle: ({ sandbox }, { id, body }) =>
      sandbox.transact((scope) => authenticateIntent(scope, requiredIntent(scope, id), body.outcome)),
  }),
  controlRoute('POST /_emulator/payment-intents/:id/settle', {
    schema: z.strictObject({
      declineWith: z
        .string()
        .regex(/^[a-z0-9_]+$/)
        .nullable()
        .default(null),
    }),
    handle: ({ sandbox }, { id, body }) =>
      sandbox.transact((scope) => settleProcessing(scope, requiredIntent(scope, id), body.declineWith)),
  }),
  controlRoute('POST /_emulator/setup-intents/:id/authenticate', {
    schema: outcome,
    handle: ({ sandbox }, { id, body }) =>
      sandbox.transact((scope) => authenticateSetup(scope, requiredSetupIntent(scope, id), body.outcome)),
  }),
  controlRoute('POST /_emulator/charges/:id/dispute', {
    schema: z.strictObject({
      reason: word.default('fraudulent'),
      inquiry: z.boolean().optional(),
      amount: z.int().min(1).optional(),
    }),
    handle: ({ sandbox }, { id, body }) => sandbox.transact((scope) => openDispute(scope, id, body)),
  }),
  controlRoute('POST /_emulator/charges/:id/early-fraud-warning', {
    schema: nothing,
    handle: ({ sandbox }, { id }) =>
      sandbox.transact((scope) => warnOfFraud(scope, required(scope.tables.charges, id, { noun: 'charge' }))),
  }),
  controlRoute('POST /_emulator/disputes/:id/escalate', {
    schema: nothing,
    handle: ({ sandbox }, { id }) =>
      sandbox.transact((scope) => escalateInquiry(scope, requiredDispute(scope, id))),
  }),
  controlRoute('POST /_emulator/disputes/:id/close', {
    schema: z.strictObject({ status: z.enum(['won', 'lost']) }),
    handle: ({ sandbox }, { id, body }) =>
      sandbox.transact((scope) => closeDispute(scope, requiredDispute(scope, id), body.status)),
  }),
  controlRoute('POST /_emulator/refunds/:id/settle', {
    schema: z.strictObject({
      status: z.enum(['succeeded', 'failed']),
      failureReason: word.default('expired_or_canceled_card'),
    }),
    handle: ({ sandbox }, { id, body }) =>
      sandbox.transact((scope) => settleRefund(scope, requiredRefund(scope, id), body)),
  }),
  // Where the links in objects lead.
  controlRoute('GET /_emulator/receipts/:id', {
    schema: nothing,
    handle: ({ sandbox }, { id }) =>
      sandbox.read((scope) => required(scope.tables.charges, id, { noun: 'charge' })),
  }),
];
