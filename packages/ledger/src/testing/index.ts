export { createTestDatabase } from './database.ts';
export type { Scenario } from './scenario.ts';
export { keyed, openScenario, tester, usd } from './scenario.ts';
