import { inject } from 'vitest';
import { createTestDatabase } from './database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseAdminUrl: string;
    temporalAddress: string;
  }
}

/** The servers that the whole test run shares (`global-setup.ts` starts them). */
export const testBackends = {
  /** A migrated database of one's own, on the shared server: one per test file. */
  createDatabase: (name?: string): Promise<string> => createTestDatabase(inject('databaseAdminUrl'), name),
  databaseAdminUrl: (): string => inject('databaseAdminUrl'),
  temporalAddress: (): string => inject('temporalAddress'),
};
