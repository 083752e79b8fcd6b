import { z } from 'zod';
import { type Card, cardOf, type DeclineSetting } from '../cards/card.ts';
import { KNOWN_DECLINE_CODES } from '../cards/declines.ts';
import { emit } from '../events/emit.ts';
import type { PaymentMethod } from '../objects.ts';
import type { Scope } from '../scope.ts';
import { changeSettings, readSettings } from '../settings/settings.ts';
import { required } from '../store/required.ts';
import { controlRoute } from './control-route.ts';
import { nothing } from './fault-routes.ts';

const declineCode = z
  .string()
  .regex(/^[a-z0-9_]+$/, 'must be a decline code such as insufficient_funds')
  .nullable();
const times = z.int().positive();

const nextSchema = z.strictObject({ declineWith: declineCode, times: times.default(1) });

const cardSchema = z
  .strictObject({
    declineWith: declineCode.optional(),
    times: times.optional(),
    requireAuthentication: z.boolean().optional(),
    processing: z.boolean().optional(),
  })
  .refine(
    ({ declineWith, requireAuthentication, processing }) =>
      [declineWith, requireAuthentication, processing].some((given) => given !== undefined),
    { message: 'Give declineWith, requireAuthentication or processing' },
  );

const updateSchema = z.strictObject({
  expMonth: z.int().min(1).max(12).optional(),
  expYear: z.int().min(2000).max(2099).optional(),
  last4: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
});

export const cardRoutes = [
  controlRoute('GET /_emulator/declines', {
    schema: nothing,
    handle: () => ({ data: KNOWN_DECLINE_CODES }),
  }),
  controlRoute('POST /_emulator/payment-methods/next', {
    schema: nextSchema,
    handle: ({ sandbox }, { body }) =>
      sandbox.transact(({ tables }) => {
        const setting = { declineCode: body.declineWith, remaining: body.times };
        // Here null takes an earlier order back, so that the cards decide again.
        const nextCharges = body.declineWith === null ? null : setting;
        return describeSetting(changeSettings(tables, { nextCharges }).nextCharges);
      }),
  }),
  controlRoute('GET /_emulator/payment-methods/next', {
    schema: nothing,
    handle: ({ sandbox }) => sandbox.read(({ tables }) => describeSetting(readSettings(tables).nextCharges)),
  }),
  controlRoute('POST /_emulator/payment-methods/:id', {
    schema: cardSchema,
    handle: ({ sandbox }, { id, body }) =>
      sandbox.transact((scope) => {
        requiredMethod(scope, id);
        const remaining = body.times ?? null;
        const decline =
          body.declineWith === undefined ? undefined : { declineCode: body.declineWith, remaining };
        const { requireAuthentication, processing } = body;
        const card = scope.tables.cards.update(id, {
          ...(decline === undefined ? {} : { decline }),
          ...(requireAuthentication === undefined ? {} : { requireAuthentication }),
          ...(processing === undefined ? {} : { processing }),
        });
        return describeCard(scope, card);
      }),
  }),
  controlRoute('GET /_emulator/payment-methods/:id', {
    schema: nothing,
    handle: ({ sandbox }, { id }) =>
      sandbox.read((scope) => {
        requiredMethod(scope, id);
        return describeCard(scope, cardOf(scope.tables, id).card);
      }),
  }),
  controlRoute('POST /_emulator/cards/:id/auto-update', {
    schema: updateSchema,
    handle: ({ sandbox }, { id, body }) => sandbox.transact((scope) => autoUpdate(scope, id, body)),
  }),
];

/** The network's account updater: the saved card changes by itself. A new number is a new fingerprint. */
function autoUpdate(scope: Scope, id: string, update: z.infer<typeof updateSchema>): PaymentMethod {
  const method = requiredMethod(scope, id);
  const before = method.card;
  if (!before) return method;
  const card = {
    ...before,
    exp_month: update.expMonth ?? before.exp_month,
    exp_year: update.expYear ?? before.exp_year + (Object.keys(update).length === 0 ? 1 : 0),
    last4: update.last4 ?? before.last4,
    fingerprint: renewedFingerprint(before, update.last4),
  };
  const updated = scope.tables.paymentMethods.update(id, { card });
  const { exp_month, exp_year, last4, fingerprint } = before;
  const previous = { card: { exp_month, exp_year, last4, fingerprint } };
  emit(scope, { type: 'payment_method.automatically_updated', object: updated, previous });
  return updated;
}

function renewedFingerprint(before: { fingerprint?: string | null; last4: string }, last4?: string): string {
  const fingerprint = before.fingerprint ?? '';
  return last4 === undefined || last4 === before.last4 ? fingerprint : `${fingerprint.slice(0, 12)}${last4}`;
}

function requiredMethod(scope: Scope, id: string): PaymentMethod {
  return required(scope.tables.paymentMethods, id, { noun: 'PaymentMethod' });
}

function describeCard(scope: Scope, card: Card) {
  const { kind } = cardOf(scope.tables, card.id);
  return {
    id: card.id,
    testCard: card.testId,
    ...describeSetting(card.decline ?? { declineCode: kind.declineCode ?? null, remaining: null }),
    requireAuthentication: card.requireAuthentication ?? kind.authentication !== undefined,
    processing: card.processing === true,
  };
}

function describeSetting(setting: DeclineSetting | null) {
  return { declineWith: setting?.declineCode ?? null, times: setting?.remaining ?? null };
}
