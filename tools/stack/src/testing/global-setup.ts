import type { TestProject } from 'vitest/node';
import { givenTestServers, nameTestServers } from '../env.ts';
import { startTestPostgres } from './postgres.ts';
import { startTestTemporal } from './temporal.ts';

/**
 * Brings up one Postgres and one Temporal for the test run, or uses those that the environment names. Tests get the
 * addresses by `inject` and, for code that must not know Vitest, by the same environment variables.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = givenTestServers();
  const [postgres, temporal] = await Promise.all([
    given.databaseAdminUrl === undefined ? startTestPostgres() : undefined,
    given.temporalAddress === undefined ? startTestTemporal() : undefined,
  ]);
  const databaseAdminUrl = given.databaseAdminUrl ?? postgres?.adminUrl ?? '';
  const temporalAddress = given.temporalAddress ?? temporal?.address ?? '';
  project.provide('databaseAdminUrl', databaseAdminUrl);
  project.provide('temporalAddress', temporalAddress);
  nameTestServers({ databaseAdminUrl, temporalAddress });
  return async () => {
    await Promise.all([postgres?.stop(), temporal?.stop()]);
  };
}
