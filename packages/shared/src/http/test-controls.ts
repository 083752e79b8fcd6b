import { z } from 'zod';

/** The TEST panel: makes the Stripe emulator misbehave. Refused (404) when Stripe is real. */
export const testControlSchema = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('decline_next_charge'),
    declineCode: z.string().max(64).default('generic_decline'),
  }),
  z.strictObject({ action: z.literal('require_authentication_next') }),
  z.strictObject({ action: z.literal('lose_next_answer') }),
  z.strictObject({
    action: z.literal('authenticate'),
    topUpId: z.string().max(64),
    outcome: z.enum(['success', 'failure']),
  }),
]);

export type TestControlRequest = z.infer<typeof testControlSchema>;
