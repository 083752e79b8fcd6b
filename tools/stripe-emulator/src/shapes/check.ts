import { resolve, type Schema, type Specification } from './schema.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What is wrong with a value by a schema, each with the path to it; empty when it fits. */
export function misfits(specification: Specification, schema: Schema, value: unknown): string[] {
  return [...check(specification, schema, { value, path: '' })];
}

type At = { value: unknown; path: string };

function* check(specification: Specification, given: Schema, { value, path }: At): Generator<string> {
  const schema = resolve(specification, given);
  if (value === null) {
    if (given.nullable !== true && schema.nullable !== true) yield `${path} is null`;
    return;
  }
  if (schema.anyOf) {
    yield* checkAlternatives(specification, schema.anyOf, { value, path });
    return;
  }
  if (schema.enum && !schema.enum.includes(value)) {
    yield `${path} is ${JSON.stringify(value)}, not one of ${schema.enum.join(', ')}`;
    return;
  }
  const actual = typeOf(value);
  if (
    schema.type !== undefined &&
    schema.type !== actual &&
    !(schema.type === 'number' && actual === 'integer')
  ) {
    yield `${path} is of type ${actual}, not ${schema.type}`;
    return;
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      if (schema.items) yield* check(specification, schema.items, { value: item, path: `${path}[${index}]` });
  } else if (isFields(value)) yield* checkFields(specification, schema, { fields: value, path });
}

/** The misfits of the alternative that fits best: of the same kind of object where there is one. */
function* checkAlternatives(
  specification: Specification,
  alternatives: readonly Schema[],
  at: At,
): Generator<string> {
  const tries = alternatives.map((alternative) => [...check(specification, alternative, at)]);
  const best = tries.toSorted((one, other) => one.length - other.length)[0] ?? [];
  yield* best;
}

function* checkFields(
  specification: Specification,
  schema: Schema,
  { fields, path }: { fields: Fields; path: string },
): Generator<string> {
  const properties = schema.properties ?? {};
  for (const name of schema.required ?? []) if (!(name in fields)) yield `${path}.${name} is missing`;
  for (const [name, value] of Object.entries(fields)) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const other = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
    const expected = property ?? other;
    if (expected) yield* check(specification, expected, { value, path: `${path}.${name}` });
    else if (schema.properties) yield `${path}.${name} is no field of Stripe’s`;
  }
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
