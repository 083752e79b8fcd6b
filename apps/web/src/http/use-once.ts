import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { newIdempotencyKey } from './idempotency-key.ts';
import { verdictOf } from './verdict-of.ts';

type Options<TBody, TAnswer> = {
  /** What this moves money for: a request about it that is without an answer is found again under this name. */
  subject: string;
  body: z.ZodType<TBody>;
  send: (body: TBody, idempotencyKey: string) => Promise<TAnswer>;
  onAnswer: (answer: TAnswer) => void;
};

/**
 * Sends one request that moves money until its answer is known. While an answer is missing, also after a reload, the very
 * same request is sent again under the same key: it is carried out once. A refusal makes the next one a new request.
 */
export function useOnce<TBody, TAnswer>({ subject, body, send, onAnswer }: Options<TBody, TAnswer>) {
  const [unanswered, setUnanswered] = useState(() => recall(subject, body));
  const [key, setKey] = useState(newIdempotencyKey);

  function settle() {
    storage()?.removeItem(nameOf(subject));
    setUnanswered(null);
    setKey(newIdempotencyKey());
  }

  const sending = useMutation({
    mutationFn: (asked: { key: string; body: TBody }) => {
      storage()?.setItem(nameOf(subject), JSON.stringify(asked));
      return send(asked.body, asked.key);
    },
    onSuccess: (answer) => {
      settle();
      onAnswer(answer);
    },
    onError: (error, asked) => {
      const asksAgain = unanswered !== null;
      const verdict = verdictOf(error);
      if (verdict === 'refused' || (verdict === 'not_signed_in' && !asksAgain)) settle();
      else setUnanswered(asked);
    },
  });

  return {
    /** What was sent and is still without an answer; nothing else can be sent before. */
    unanswered: unanswered?.body ?? null,
    pending: sending.isPending,
    error: sending.error,
    confirm: (wanted: TBody) => {
      if (!sending.isPending) sending.mutate(unanswered ?? { key, body: wanted });
    },
    /** Forgets a refusal that was read. */
    begin: () => {
      if (!sending.isPending) sending.reset();
    },
  };
}

export type Once<TBody> = Pick<
  ReturnType<typeof useOnce<TBody, unknown>>,
  'unanswered' | 'pending' | 'error' | 'confirm' | 'begin'
>;

const nameOf = (subject: string) => `drawdown:unanswered:${subject}`;

function recall<TBody>(subject: string, body: z.ZodType<TBody>): { key: string; body: TBody } | null {
  const text = storage()?.getItem(nameOf(subject));
  if (!text) return null;
  try {
    return z.object({ key: z.string(), body }).parse(JSON.parse(text));
  } catch {
    storage()?.removeItem(nameOf(subject));
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
