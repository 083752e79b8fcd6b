export type { DrawQueue, WalletDraws } from '../deliveries/draw-queue.ts';
export { createDrawQueue } from '../deliveries/draw-queue.ts';
export type { ModelRun } from '../model/run-model.ts';
export { runModel } from '../model/run-model.ts';
export { openBookkeeper } from './bookkeeper.ts';
export { createTestDatabase } from './database.ts';
export { openPostingFunction } from './draws.ts';
export type { Scenario } from './scenario.ts';
export { keyed, openScenario, tester, usd } from './scenario.ts';
