import { type Child, startChild } from '../command/child.ts';
import { type RacerAnswer, type RacerOrder, racerReport } from './messages.ts';

export type Race = Omit<Extract<RacerOrder, { kind: 'race' }>, 'kind' | 'leadIds'>;

export type Racers = {
  /** Every process asks for its own list of leads, all of them at once; answers what each was told. */
  race(race: Race, leadIds: string[][]): Promise<RacerAnswer[][]>;
  close(): Promise<void>;
};

/** Starts the processes and waits until each has its ledger open. */
export async function openRacers(count: number, databaseUrl: string): Promise<Racers> {
  const racers = Array.from({ length: count }, () => startRacer());
  await Promise.all(racers.map((racer) => racer.ask({ kind: 'open', databaseUrl })));
  return {
    async race(race, leadIds) {
      const orders = racers.map((racer, index) =>
        racer.ask({ kind: 'race', ...race, leadIds: leadIds[index] ?? [] }),
      );
      return (await Promise.all(orders)).map((report) => (report.kind === 'answers' ? report.answers : []));
    },
    async close() {
      for (const { child } of racers) child.send({ kind: 'stop' });
      await Promise.all(racers.map(({ child }) => child.ended));
    },
  };
}

function startRacer() {
  const child: Child = startChild(new URL('./racer.ts', import.meta.url));
  const reports: ((report: ReturnType<typeof racerReport.parse>) => void)[] = [];
  child.onMessage((message) => reports.shift()?.(racerReport.parse(message)));
  return {
    child,
    ask(order: RacerOrder) {
      child.send(order);
      return Promise.race([
        new Promise<ReturnType<typeof racerReport.parse>>((resolve) => reports.push(resolve)),
        child.ended.then((code): never => {
          throw new Error(`a process ended with code ${code} in the middle of a race`);
        }),
      ]);
    },
  };
}
