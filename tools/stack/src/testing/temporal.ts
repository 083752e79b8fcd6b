import { systemEnv } from '../env.ts';
import { freePort } from '../ports/free-port.ts';
import { temporalCli } from '../temporal/cli.ts';
import { temporalProcess } from '../temporal/server.ts';
import { openWorkshop } from './workshop.ts';

export interface TestTemporal {
  /** host:port of the gRPC service; the namespace is `default`. */
  address: string;
  uiUrl: string;
  stop(): Promise<void>;
}

/** Starts a real Temporal server on free ports, with our search attributes, and files that vanish with it. */
export async function startTestTemporal(): Promise<TestTemporal> {
  const command = await temporalCli((line) => console.error(line));
  const workshop = await openWorkshop();
  const [port, uiPort] = await Promise.all([freePort(), freePort()]);
  await workshop.run(
    temporalProcess({
      command,
      port,
      uiPort,
      namespace: 'default',
      databaseFile: `${workshop.folder}/temporal.db`,
      logFile: `${workshop.folder}/temporal.log`,
      cwd: workshop.folder,
      env: systemEnv(),
    }),
  );
  return { address: `127.0.0.1:${port}`, uiUrl: `http://127.0.0.1:${uiPort}`, stop: workshop.close };
}
