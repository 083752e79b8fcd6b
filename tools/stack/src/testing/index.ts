export { freePort } from '../ports/free-port.ts';
export { testBackends } from './backends.ts';
export type { TestPostgres } from './postgres.ts';
export { startTestPostgres } from './postgres.ts';
export type { TestTemporal } from './temporal.ts';
export { startTestTemporal } from './temporal.ts';
