export type { SeededDemo, SeedOptions } from './seed.ts';
export { seedDemo } from './seed.ts';
