export const FAULT_MODES = [
  'drop_before',
  'drop_after',
  'delay',
  'rate_limit',
  'http_500',
  'http_502',
  'unauthorized',
  'forbidden',
] as const;

export type FaultMode = (typeof FAULT_MODES)[number];

export type Fault = {
  /** Matches every URL path that contains it. */
  path: string;
  method?: string | undefined;
  mode: FaultMode;
  /** How many more requests it hits. */
  times: number;
  delayMs: number;
};

/** The faults that tests and demos have ordered, first ordered first served. */
export class Faults {
  private faults: Fault[] = [];

  add(fault: Fault): void {
    this.faults.push(fault);
  }

  list(): readonly Fault[] {
    return this.faults;
  }

  clear(): void {
    this.faults = [];
  }

  /** The fault that would hit this request; it counts only when `consume` is called. */
  find(request: { method: string; path: string }): Fault | null {
    const hits = (fault: Fault) =>
      request.path.includes(fault.path) && (fault.method === undefined || fault.method === request.method);
    return this.faults.find(hits) ?? null;
  }

  consume(fault: Fault): void {
    fault.times -= 1;
    if (fault.times <= 0) this.faults = this.faults.filter((other) => other !== fault);
  }
}
