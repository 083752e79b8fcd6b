export type LoggedRequest = {
  method: string;
  path: string;
  idempotencyKey: string | null;
  replayed: boolean;
  /** Null while it is under way, and for ever when the connection was cut instead of answered. */
  status: number | null;
};

type RequestLine = Pick<LoggedRequest, 'method' | 'path' | 'idempotencyKey'>;

const MOST_KEPT = 50_000;

/** The requests to the API since the start, oldest first; the oldest go when there are very many. */
export class RequestLog {
  private requests: LoggedRequest[] = [];

  begin({ method, path, idempotencyKey }: RequestLine): LoggedRequest {
    const entry: LoggedRequest = { method, path, idempotencyKey, replayed: false, status: null };
    this.requests.push(entry);
    if (this.requests.length > MOST_KEPT) this.requests = this.requests.slice(-MOST_KEPT / 2);
    return entry;
  }

  list(pathPart: string): LoggedRequest[] {
    return this.requests.filter((request) => request.path.includes(pathPart));
  }

  clear(): void {
    this.requests = [];
  }
}
