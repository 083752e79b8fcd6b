import { Failure } from '../failure.ts';

export const partNames = ['postgres', 'temporal', 'stripe', 'worker', 'api'] as const;
export type PartName = (typeof partNames)[number];

const isPartName = (name: string): name is PartName => partNames.some((part) => part === name);

/** Which parts to run: all, or those named by `--only a,b` or, for a developer's shell, by DRAWDOWN_PARTS. */
export function chosenParts(args: readonly string[], variable: string | undefined): ReadonlySet<PartName> {
  const list = onlyArgument(args) ?? variable;
  if (list === undefined) return new Set(partNames);
  const names = list.split(',').map((name) => name.trim());
  const chosen = names.filter(isPartName);
  if (chosen.length !== names.length)
    throw new Failure(`"${list}" names an unknown part: choose among ${partNames.join(', ')}`);
  return new Set(chosen);
}

function onlyArgument(args: readonly string[]): string | undefined {
  const [first, second] = args;
  if (first === undefined) return undefined;
  if (first === '--only' && second !== undefined) return second;
  if (first.startsWith('--only=')) return first.slice('--only='.length);
  throw new Failure(`unknown argument "${first}": the only one is --only ${partNames.join(',')}`);
}
