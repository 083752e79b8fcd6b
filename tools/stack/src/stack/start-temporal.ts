import { loadClientConnectConfig } from '@temporalio/envconfig';
import { temporalCli } from '../temporal/cli.ts';
import { registerSearchAttributes } from '../temporal/namespace.ts';
import { temporalProcess } from '../temporal/server.ts';
import type { Stack } from './stack.ts';

/** Brings up the local Temporal server, or prepares the given one. Answers its address. */
export function startTemporal(stack: Stack): Promise<string> {
  const { temporal } = stack.settings;
  return stack.timed('temporal', async () => {
    if (temporal.kind === 'local') return startLocal(stack, temporal);
    await prepareExternal(stack);
    return temporal.address;
  });
}

async function startLocal(stack: Stack, { port, uiPort }: { port: number; uiPort: number }): Promise<string> {
  await stack.run(
    temporalProcess({
      command: await temporalCli(stack.say),
      port,
      uiPort,
      namespace: stack.settings.temporalNamespace,
      databaseFile: stack.file('temporal.db'),
      logFile: stack.logFile('temporal'),
      cwd: stack.settings.dataDir,
      env: stack.settings.inherited,
    }),
  );
  return `127.0.0.1:${port}`;
}

/** A server of one's own usually lets us register search attributes; Temporal Cloud wants its own tool for that. */
async function prepareExternal(stack: Stack): Promise<void> {
  try {
    await registerSearchAttributes(
      loadClientConnectConfig().connectionOptions,
      stack.settings.temporalNamespace,
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    stack.say(
      `The search attributes could not be registered at TEMPORAL_ADDRESS (${reason}): see tools/stack/README.md`,
    );
  }
}
