/** One time that an event was sent to an endpoint. */
export type SentDelivery = {
  event: string;
  type: string;
  endpoint: string;
  signature: 'good' | 'bad';
  /** What the endpoint answered; null when it could not be reached or was too slow. */
  status: number | null;
};

const MOST_KEPT = 50_000;

/** What was sent to endpoints since the start, oldest first; the oldest go when there is very much. */
export class DeliveryLog {
  private sent: SentDelivery[] = [];

  add(delivery: SentDelivery): void {
    this.sent.push(delivery);
    if (this.sent.length > MOST_KEPT) this.sent = this.sent.slice(-MOST_KEPT / 2);
  }

  list({ event, type }: { event: string | null; type: string | null }): SentDelivery[] {
    return this.sent.filter(
      (sent) => (event === null || sent.event === event) && (type === null || sent.type === type),
    );
  }

  clear(): void {
    this.sent = [];
  }
}
