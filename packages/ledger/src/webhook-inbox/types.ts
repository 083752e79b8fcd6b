export type StripeEventRecord = {
  id: string;
  type: string;
  /** Id of the object that the event is about. */
  objectId: string | null;
  /** The PaymentIntent it concerns, where it concerns one. */
  paymentIntentId: string | null;
  livemode: boolean;
  createdAt: Date;
};

export type WebhookInbox = {
  /** Stores the event and its outbox row; false when this event id was stored before. */
  receive(event: StripeEventRecord): Promise<boolean>;
  get(eventId: string): Promise<(StripeEventRecord & { processedAt: Date | null }) | null>;
  markProcessed(eventId: string, result: string): Promise<void>;
};
