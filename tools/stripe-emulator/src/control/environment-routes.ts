import { z } from 'zod';
import { resourceMissing } from '../errors/invalid-request.ts';
import { resend } from '../events/emit.ts';
import { pruneRecords } from '../idempotency/record.ts';
import { changeSettings, readSettings, WEBHOOK_MODES } from '../settings/settings.ts';
import { required } from '../store/required.ts';
import { controlRoute } from './control-route.ts';
import { nothing } from './fault-routes.ts';
import { reset } from './reset.ts';

export const environmentRoutes = [
  controlRoute('GET /_emulator/health', {
    schema: nothing,
    handle: ({ sandbox }) => ({ status: 'ok', nowSeconds: sandbox.nowSeconds }),
  }),
  controlRoute('GET /_emulator/requests', {
    schema: nothing,
    handle: ({ requestLog }, { query }) => ({ data: requestLog.list(query.get('path') ?? '') }),
  }),
  controlRoute('GET /_emulator/webhooks', {
    schema: nothing,
    handle: ({ sandbox }) =>
      sandbox.read(({ tables }) => ({
        mode: readSettings(tables).webhookMode,
        waiting: tables.deliveries.all().length,
      })),
  }),
  controlRoute('POST /_emulator/webhooks', {
    schema: z.strictObject({ mode: z.enum(WEBHOOK_MODES) }),
    handle: ({ sandbox }, { body }) =>
      sandbox.transact(({ tables }) => ({
        mode: changeSettings(tables, { webhookMode: body.mode }).webhookMode,
        waiting: tables.deliveries.all().length,
      })),
  }),
  controlRoute('GET /_emulator/deliveries', {
    schema: nothing,
    handle: ({ deliveryLog }, { query }) => ({
      data: deliveryLog.list({ event: query.get('event'), type: query.get('type') }),
    }),
  }),
  controlRoute('POST /_emulator/events/:id/resend', {
    schema: nothing,
    handle: ({ sandbox }, { id }) =>
      sandbox.transact((scope) => resend(scope, required(scope.tables.events, id, { noun: 'event' }))),
  }),
  controlRoute('GET /_emulator/clock', {
    schema: nothing,
    handle: ({ sandbox }) => ({ nowSeconds: sandbox.nowSeconds }),
  }),
  controlRoute('POST /_emulator/clock', {
    schema: z.strictObject({ advanceSeconds: z.int().positive() }),
    handle: ({ sandbox }, { body }) => {
      sandbox.transact(({ tables }) => {
        const { clockOffsetSeconds } = readSettings(tables);
        changeSettings(tables, { clockOffsetSeconds: clockOffsetSeconds + body.advanceSeconds });
      });
      sandbox.transact(({ tables, nowSeconds }) => pruneRecords(tables, nowSeconds));
      return { nowSeconds: sandbox.nowSeconds };
    },
  }),
  controlRoute('POST /_emulator/snapshots', {
    schema: nothing,
    handle: ({ sandbox, snapshots }) => snapshots.take(sandbox),
  }),
  controlRoute('POST /_emulator/snapshots/:id/restore', {
    schema: nothing,
    handle: ({ sandbox, snapshots }, { id }) => {
      if (!snapshots.restore(sandbox, id)) throw resourceMissing({ noun: 'snapshot', id, param: 'id' });
      return { restored: id };
    },
  }),
  controlRoute('POST /_emulator/reset', {
    schema: z.strictObject({ all: z.boolean().default(false) }),
    handle: (parts, { body }) => reset(parts, body),
  }),
];
