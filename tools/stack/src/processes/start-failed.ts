/** A part of the stack did not come up; `lastLines` is the end of its log. */
export class StartFailed extends Error {
  override readonly name = 'StartFailed';

  readonly part: string;
  readonly reason: string;
  readonly lastLines: string;

  constructor(part: string, reason: string, lastLines: string) {
    super(`${part} ${reason}`);
    this.part = part;
    this.reason = reason;
    this.lastLines = lastLines;
  }
}
