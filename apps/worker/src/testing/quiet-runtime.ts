import { DefaultLogger, Runtime } from '@temporalio/worker';

let installed = false;

/** Before any other use of the SDK's native part: says nothing but errors, and leaves signals to the test runner. */
export function installQuietRuntime(): void {
  if (installed) return;
  installed = true;
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
}
