/** The part of an OpenAPI schema that says what an object of Stripe's looks like. */
export type Schema = {
  $ref?: string;
  type?: string;
  enum?: readonly unknown[];
  nullable?: boolean;
  required?: readonly string[];
  properties?: Readonly<Record<string, Schema>>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  anyOf?: readonly Schema[];
};

export type Specification = { components: { schemas: Readonly<Record<string, Schema>> } };

/** Follows references by name, such as `#/components/schemas/charge`. */
export function resolve(specification: Specification, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const name = schema.$ref.split('/').at(-1) ?? '';
  const found = specification.components.schemas[name];
  if (!found) throw new Error(`The specification has no ${schema.$ref}`);
  return resolve(specification, found);
}
