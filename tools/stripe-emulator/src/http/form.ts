export type FormValue = string | FormValue[] | FormFields;
export type FormFields = { [name: string]: FormValue };

/** Parses `a[b]=1&c[]=2&d[0]=3` into nested fields and lists, as Stripe's form encoding means it. */
export function parseForm(encoded: string): FormFields {
  const root = emptyFields();
  for (const [key, value] of new URLSearchParams(encoded)) assign(root, pathOf(key), value);
  const parsed: FormFields = emptyFields();
  for (const [name, value] of Object.entries(root)) parsed[name] = withLists(value);
  return parsed;
}

// Without a prototype a field called `__proto__` is only a field.
function emptyFields(): FormFields {
  return Object.create(null);
}

function pathOf(key: string): string[] {
  const name = key.split('[', 1)[0] ?? key;
  return [name, ...[...key.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '')];
}

function assign(root: FormFields, path: string[], value: string): void {
  let fields = root;
  for (const [depth, segment] of path.entries()) {
    const name = segment === '' ? String(Object.keys(fields).length) : segment;
    if (depth === path.length - 1) {
      fields[name] = value;
      return;
    }
    const inner = fields[name];
    const next = isFields(inner) ? inner : emptyFields();
    fields[name] = next;
    fields = next;
  }
}

function withLists(value: FormValue): FormValue {
  if (!isFields(value)) return value;
  const entries = Object.entries(value).map(([name, inner]): [string, FormValue] => [name, withLists(inner)]);
  const isList = entries.length > 0 && entries.every(([name], index) => name === String(index));
  if (isList) return entries.map(([, inner]) => inner);
  const fields = emptyFields();
  for (const [name, inner] of entries) fields[name] = inner;
  return fields;
}

export function isFields(value: FormValue | undefined): value is FormFields {
  return typeof value === 'object' && !Array.isArray(value);
}
