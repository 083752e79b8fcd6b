import { z } from 'zod';
import { API_SCOPES, ROLES } from '../codes/index.ts';
import { currencyCode } from './money.ts';

export const signInSchema = z.strictObject({
  email: z.email({ error: 'must be an email address' }).max(254),
  password: z.string().min(1).max(200),
});

export const sessionSchema = z.object({
  user: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(ROLES),
    scopes: z.array(z.enum(API_SCOPES)),
  }),
  account: z.object({ id: z.string(), name: z.string(), currency: currencyCode, timeZone: z.string() }),
  environment: z.object({
    stripe: z.enum(['emulator', 'test', 'live']),
    stripePublishableKey: z.string().nullable(),
    temporalUiUrl: z.string(),
  }),
});

export type SignInRequest = z.infer<typeof signInSchema>;
export type SessionResource = z.infer<typeof sessionSchema>;
