import type { Stage } from './open-stage.ts';

export type TimedStage = Stage & {
  /** Lets time pass for the workflows. */
  sleep(minutes: number): Promise<void>;
  /** Lets the hours pass that retries may still take, where they can be skipped; else whoever waits waits longer. */
  letEverythingEnd(): Promise<void>;
};
