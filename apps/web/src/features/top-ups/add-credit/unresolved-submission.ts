import { createTopUpSchema } from '@drawdown/shared/http';
import { z } from 'zod';
import type { TopUpSubmission } from '../api/create-top-up.ts';

const storedSchema = z.object({
  walletId: z.string(),
  idempotencyKey: z.string(),
  body: createTopUpSchema,
  act: z.string(),
  sentAt: z.number(),
});

/** A confirmed top-up whose answer has not arrived, with the words that were confirmed. */
export type UnresolvedSubmission = TopUpSubmission & { act: string; sentAt: number };

const keyOf = (walletId: string) => `drawdown:unresolved-top-up:${walletId}`;

/** Survives a reload of the page, so that the same request can be asked about under the same key. */
export function remember(submission: UnresolvedSubmission): void {
  storage()?.setItem(keyOf(submission.walletId), JSON.stringify(submission));
}

export function forget(walletId: string): void {
  storage()?.removeItem(keyOf(walletId));
}

export function recall(walletId: string): UnresolvedSubmission | null {
  const text = storage()?.getItem(keyOf(walletId));
  if (!text) return null;
  try {
    return storedSchema.parse(JSON.parse(text));
  } catch {
    forget(walletId);
    return null;
  }
}

/** Reading `sessionStorage` throws where the browser forbids storage. */
function storage(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}
