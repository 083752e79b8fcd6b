import { z } from 'zod';
import { FAULT_MODES } from '../faults/fault.ts';
import { controlRoute } from './control-route.ts';

const MAX_DELAY_MS = 600_000;

export const nothing = z.strictObject({});

const faultSchema = z
  .strictObject({
    path: z.string().min(1),
    method: z.enum(['GET', 'POST', 'DELETE']).optional(),
    mode: z.enum(FAULT_MODES),
    times: z.int().positive().default(1),
    delayMs: z.int().min(0).max(MAX_DELAY_MS).optional(),
  })
  .refine((fault) => fault.mode !== 'delay' || fault.delayMs !== undefined, {
    path: ['delayMs'],
    message: 'is required for mode "delay"',
  });

export const faultRoutes = [
  controlRoute('POST /_emulator/faults', {
    schema: faultSchema,
    handle: ({ faults }, { body }) => {
      const fault = { ...body, delayMs: body.delayMs ?? 0 };
      faults.add(fault);
      return fault;
    },
  }),
  controlRoute('GET /_emulator/faults', {
    schema: nothing,
    handle: ({ faults }) => ({ data: faults.list() }),
  }),
  controlRoute('DELETE /_emulator/faults', {
    schema: nothing,
    handle: ({ faults }) => {
      faults.clear();
      return { data: [] };
    },
  }),
];
