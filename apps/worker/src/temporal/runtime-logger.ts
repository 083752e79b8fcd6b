import { DefaultLogger, type Logger as TemporalLogger } from '@temporalio/worker';
import type { Logger } from 'pino';

/** The SDK's messages as lines of our own log. */
export function runtimeLogger(log: Logger): TemporalLogger {
  const temporal = log.child({ part: 'temporal' });
  return new DefaultLogger('TRACE', ({ level, message, meta }) => {
    const line = { ...meta };
    switch (level) {
      case 'TRACE':
        return temporal.trace(line, message);
      case 'DEBUG':
        return temporal.debug(line, message);
      case 'INFO':
        return temporal.info(line, message);
      case 'WARN':
        return temporal.warn(line, message);
      case 'ERROR':
        return temporal.error(line, message);
    }
  });
}
