const repeatMs = 1_000;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface StopRequest {
  /** Resolves with the exit code when somebody wants the stack to stop. */
  readonly requested: Promise<number>;
  request(exitCode: number): void;
  /** Gives the signals back to Node.js. */
  release(): void;
}

export interface StopOptions {
  /** A second request, later than the moment in which npm and the terminal both send the same Ctrl-C. */
  onForce: () => void;
  /** npm was killed and cannot pass on a signal any more: nobody is left who could stop us. */
  watchParent: boolean;
  say: (line: string) => void;
}

/** Turns Ctrl-C, the signals that end a program, and the death of npm into one request to stop. */
export function listenForStop({ onForce, watchParent, say }: StopOptions): StopRequest {
  const { promise, resolve } = withResolver();
  let firstAt: number | undefined;
  const onSignal = () => {
    const now = Date.now();
    if (firstAt === undefined) {
      firstAt = now;
      say('Stopping (once more to force it) ...');
      resolve(0);
    } else if (now - firstAt > repeatMs) onForce();
  };
  for (const signal of signals) process.on(signal, onSignal);
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (watchParent && process.ppid !== parent) onSignal();
  }, 500);
  watch.unref();
  return {
    requested: promise,
    request: resolve,
    release() {
      clearInterval(watch);
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}

function withResolver(): { promise: Promise<number>; resolve: (exitCode: number) => void } {
  let resolve: (exitCode: number) => void = () => {};
  const promise = new Promise<number>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}
