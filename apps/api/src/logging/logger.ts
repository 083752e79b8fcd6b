import type { DestinationStream, Logger } from 'pino';
import { pino } from 'pino';

const SECRETS = ['authorization', 'cookie', 'password', 'token', 'secret', 'clientSecret'];

/** JSON lines; secrets are blotted out wherever they stand in the first three levels. */
export function createLogger(level: string, destination: DestinationStream = pino.destination(1)): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: '[redacted]',
      },
    },
    destination,
  );
}
