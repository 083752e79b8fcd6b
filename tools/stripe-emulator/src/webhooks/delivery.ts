/** One event that one endpoint has not yet acknowledged. It exists until then, also over a restart. */
export type Delivery = { id: string; event: string; endpoint: string; createdSeconds: number };
