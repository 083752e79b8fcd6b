import { Failure } from '../failure.ts';
import { isPortFree } from './free-port.ts';
import { portHolder } from './port-holder.ts';

export interface WantedPort {
  port: number;
  /** What will listen there. */
  use: string;
  /** The environment variable that chooses another. */
  variable: string;
}

/** Refuses in one line when a port is taken, naming the port, its use, its holder and the way out. */
export async function checkPorts(wanted: readonly WantedPort[]): Promise<void> {
  for (const { port, use, variable } of wanted) {
    const twin = wanted.find((other) => other.port === port && other.variable !== variable);
    if (twin !== undefined)
      throw new Failure(
        `${variable} and ${twin.variable} are both ${port}: choose another port for one of them`,
      );
    if (await isPortFree(port)) continue;
    const holder = portHolder(port);
    const by = holder === undefined ? '' : ` by ${holder}`;
    throw new Failure(
      `port ${port} (${use}) is in use${by}: stop that program or set ${variable} to another port`,
    );
  }
}
