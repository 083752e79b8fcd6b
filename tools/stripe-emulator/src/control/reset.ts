import type { ControlParts } from './control-route.ts';

/** Forgets everything; registered webhook endpoints too only when `all` is set. */
export function reset(parts: ControlParts, { all }: { all: boolean }): { reset: true } {
  parts.faults.clear();
  parts.requestLog.clear();
  parts.deliveryLog.clear();
  parts.sandbox.transact(({ tables }) => {
    const { webhookEndpoints, ...rest } = tables;
    for (const table of Object.values(rest)) table.clear();
    if (all) webhookEndpoints.clear();
  });
  return { reset: true };
}
