import { pauseSchema } from '@drawdown/shared/http';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { request } from '../../../http/request.ts';

/** Why a buyer receives no leads, since when, and what ends it. */
export function pauseQuery(buyerId: string) {
  return queryOptions({
    queryKey: ['pauses', buyerId],
    queryFn: ({ signal }) => request(`${pathOf(buyerId)}/pause`, { schema: pauseSchema, signal }),
  });
}

/** No lead is delivered from the moment this answers. */
export function pauseByHand(buyerId: string, note: string) {
  return send(`${pathOf(buyerId)}/pause`, { note });
}

export function resumeByHand(buyerId: string, note: string) {
  return send(`${pathOf(buyerId)}/resume`, { note });
}

export function setPauseTiming(buyerId: string, timing: 'immediate' | 'when_exhausted') {
  return send(`${pathOf(buyerId)}/pause-timing`, { timing });
}

function send(path: string, body: unknown) {
  return request(path, { method: 'POST', body, schema: z.unknown() });
}

function pathOf(buyerId: string): string {
  return `/v1/buyers/${encodeURIComponent(buyerId)}`;
}
