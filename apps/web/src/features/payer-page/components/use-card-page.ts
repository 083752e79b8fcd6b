import type { OpenCardPageByLinkRequest } from '@drawdown/shared/http';
import { useMutation } from '@tanstack/react-query';
import { openCardPageByLink } from '../api/payer-page.ts';

/** Leaves for Stripe's own page, which comes back to this link. */
export function useCardPage(token: string) {
  return useMutation({
    mutationFn: (body: OpenCardPageByLinkRequest) => openCardPageByLink(token, body),
    onSuccess: ({ url }) => window.location.assign(url),
  });
}
