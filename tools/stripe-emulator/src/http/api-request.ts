/** A request to the API as it came in. */
export type ApiRequest = {
  method: string;
  path: string;
  query: string;
  /** Null when it was too large to read. */
  body: string | null;
  authorization: string | undefined;
  idempotencyKey: string | null;
};
