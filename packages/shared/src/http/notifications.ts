import { z } from 'zod';
import { timestamp } from './text.ts';

export const EMAIL_KINDS = [
  'receipt',
  'charge_declined',
  'action_needed',
  'pause_reminder',
  'resumed',
  'low_balance',
  'balance_recovered',
  'auto_top_up_stopped',
  'card_expiring',
  'payer_link',
  'refund_failed',
  'dispute_opened',
  'dispute_closed',
  'invoice_issued',
  'invoice_overdue',
] as const;

export const emailSummarySchema = z.object({
  id: z.string(),
  kind: z.enum(EMAIL_KINDS),
  audience: z.enum(['agency', 'buyer']),
  recipients: z.array(z.string()),
  subject: z.string().nullable().meta({ description: 'Null until it is written, right before it is sent' }),
  sentAt: timestamp.nullable(),
  sentVia: z.enum(['smtp', 'captured', 'none']).nullable().meta({
    description: '`captured`: no mail server is configured; `none`: nobody wanted it',
  }),
  lastError: z.string().nullable(),
  createdAt: timestamp,
});

export const emailSchema = emailSummarySchema.extend({
  text: z.string().nullable(),
  html: z.string().nullable(),
});

export const OUTGOING_WEBHOOK_TYPES = [
  'buyer.paused',
  'buyer.resumed',
  'delivery.delivered',
  'delivery.refused',
] as const;

export const saveWebhookSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).max(2_000),
  enabled: z.boolean(),
  rollSecret: z.boolean().optional().meta({ description: 'Make a new secret; the old one is void at once' }),
});

export const webhookSettingsSchema = z.object({
  url: z.string().nullable(),
  enabled: z.boolean(),
  secret: z.string().nullable().meta({ description: 'Only for those who may write settings' }),
  types: z.array(z.enum(OUTGOING_WEBHOOK_TYPES)),
});

export const webhookDeliverySchema = z.object({
  id: z.string().meta({ description: 'The `webhook-id`; the same for every try' }),
  type: z.enum(OUTGOING_WEBHOOK_TYPES),
  state: z.enum(['waiting', 'delivered', 'given_up']),
  payload: z.record(z.string(), z.unknown()),
  attempts: z.number().int(),
  lastStatus: z.number().int().nullable(),
  lastError: z.string().nullable(),
  nextAt: timestamp.nullable(),
  deliveredAt: timestamp.nullable(),
  givenUpAt: timestamp.nullable(),
  createdAt: timestamp,
});

export type EmailKind = (typeof EMAIL_KINDS)[number];
export type EmailSummaryResource = z.infer<typeof emailSummarySchema>;
export type EmailResource = z.infer<typeof emailSchema>;
export type SaveWebhookRequest = z.infer<typeof saveWebhookSchema>;
export type WebhookSettingsResource = z.infer<typeof webhookSettingsSchema>;
export type WebhookDeliveryResource = z.infer<typeof webhookDeliverySchema>;
