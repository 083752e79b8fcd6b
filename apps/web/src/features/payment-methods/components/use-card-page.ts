import { useMutation } from '@tanstack/react-query';
import type { CardOwner } from '../api/payment-methods.ts';
import { openCardPage } from '../api/payment-methods.ts';

/** Leaves for Stripe's own page, which comes back to the page that is shown now. */
export function useCardPage(owner: CardOwner) {
  return useMutation({
    mutationFn: (consentText: string | null) =>
      openCardPage(owner, {
        returnPath: window.location.pathname,
        ...(consentText === null ? {} : { consent: { text: consentText } }),
      }),
    onSuccess: ({ url }) => window.location.assign(url),
  });
}
