import type { Stripe } from 'stripe';
import { orProviderError } from '../gateway/failure.ts';
import { PaymentProviderError } from '../provider-error.ts';
import { readEvent, type WebhookEvent } from './event.ts';

export type ListEventsInput = {
  /** To the second, inclusive. Stripe keeps events for 30 days. */
  createdAfter: Date;
  /** At most 20, such as `payment_intent.succeeded`; all where absent. */
  types?: readonly string[] | undefined;
  /** `nextCursor` of the page before. */
  cursor?: string | null | undefined;
  limit?: number | undefined;
};

export type EventPage = { events: WebhookEvent[]; nextCursor: string | null };

const MAX_TYPES = 20;
const DEFAULT_LIMIT = 100;

/** The events that Stripe should have told us of, in the shape of a webhook. */
export function createEventList(stripe: Stripe) {
  return { listEvents };

  /** One page, newest first. */
  async function listEvents(input: ListEventsInput): Promise<EventPage> {
    const { createdAfter, types, cursor, limit = DEFAULT_LIMIT } = input;
    if (types && types.length > MAX_TYPES)
      throw new PaymentProviderError('refused', `Stripe lists ${MAX_TYPES} types of events at once at most`);
    const page = await orProviderError(
      stripe.events.list({
        created: { gte: Math.floor(createdAfter.getTime() / 1000) },
        limit,
        ...(types ? { types: [...types] } : {}),
        ...(cursor ? { starting_after: cursor } : {}),
      }),
    );
    // A proxy's error page is taken for a success by the SDK.
    if (!Array.isArray(page.data)) throw new PaymentProviderError('unreachable', 'the answer is no list');
    const last = page.data.at(-1);
    return {
      events: page.data.map(readEvent).filter((event) => event !== null),
      nextCursor: page.has_more && last ? last.id : null,
    };
  }
}
