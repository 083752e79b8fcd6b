import type { z } from 'zod';
import type { Faults } from '../faults/fault.ts';
import type { RequestLog } from '../requests/request-log.ts';
import type { Sandbox } from '../sandbox.ts';
import type { DeliveryLog } from '../webhooks/delivery-log.ts';
import type { Snapshots } from './snapshots.ts';

export type ControlParts = {
  sandbox: Sandbox;
  faults: Faults;
  requestLog: RequestLog;
  deliveryLog: DeliveryLog;
  snapshots: Snapshots;
};

export type ControlRequest<Body> = { id: string; query: URLSearchParams; body: Body };

/** One control call. `handle` is given the body only after `schema` has passed it. */
export type ControlRoute = {
  method: string;
  path: string;
  respond: (parts: ControlParts, request: ControlRequest<unknown>) => object;
};

type Definition<Body> = {
  schema: z.ZodType<Body>;
  handle: (parts: ControlParts, request: ControlRequest<Body>) => object;
};

/** `address` is a method and a path, such as `POST /_emulator/faults`. */
export function controlRoute<Body>(address: string, { schema, handle }: Definition<Body>): ControlRoute {
  const [method = '', path = ''] = address.split(' ');
  const respond = (parts: ControlParts, request: ControlRequest<unknown>) =>
    handle(parts, { ...request, body: schema.parse(request.body) });
  return { method, path, respond };
}
