import type { SentEmail, WebhookDelivery } from '@drawdown/ledger';
import type { EmailResource, EmailSummaryResource, WebhookDeliveryResource } from '@drawdown/shared/http';

/** What is not written yet is null, not empty. */
export function emailSummaryJson(email: SentEmail): EmailSummaryResource {
  const { id, kind, audience, recipients, subject, sentAt, sentVia, lastError, createdAt } = email;
  return {
    id,
    kind,
    audience,
    recipients,
    subject: subject || null,
    sentAt: sentAt?.toISOString() ?? null,
    sentVia,
    lastError,
    createdAt: createdAt.toISOString(),
  };
}

export function emailJson(email: SentEmail): EmailResource {
  return { ...emailSummaryJson(email), text: email.text || null, html: email.html || null };
}

export function webhookDeliveryJson(delivery: WebhookDelivery): WebhookDeliveryResource {
  const { id, type, payload, attempts, lastStatus, lastError, nextAt, deliveredAt, givenUpAt } = delivery;
  return {
    id,
    type,
    state: stateOf(delivery),
    payload,
    attempts,
    lastStatus,
    lastError,
    nextAt: nextAt?.toISOString() ?? null,
    deliveredAt: deliveredAt?.toISOString() ?? null,
    givenUpAt: givenUpAt?.toISOString() ?? null,
    createdAt: delivery.createdAt.toISOString(),
  };
}

function stateOf({ deliveredAt, givenUpAt }: WebhookDelivery): WebhookDeliveryResource['state'] {
  if (deliveredAt !== null) return 'delivered';
  return givenUpAt === null ? 'waiting' : 'given_up';
}
