/** A new list in random order; `random` answers from 0 up to but not 1. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const rest = [...items];
  const picked: T[] = [];
  while (rest.length > 0) picked.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return picked;
}
