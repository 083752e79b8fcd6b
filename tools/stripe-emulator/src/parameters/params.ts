import { invalidParameter, missingParameter } from '../errors/invalid-request.ts';
import { type FormFields, isFields } from '../http/form.ts';

/** Typed reading of form fields. An empty string means "unset", as in Stripe; every misfit is a 400 with `param`. */
export class Params {
  private readonly fields: FormFields;
  private readonly prefix: string;

  constructor(fields: FormFields, prefix = '') {
    this.fields = fields;
    this.prefix = prefix;
  }

  has(name: string): boolean {
    return this.fields[name] !== undefined;
  }

  isText(name: string): boolean {
    return typeof this.fields[name] === 'string';
  }

  string(name: string): string | null {
    const value = this.fields[name];
    if (value === undefined || value === '') return null;
    if (typeof value === 'string') return value;
    throw this.invalid(name, `Invalid string: ${this.label(name)} was given as an object or a list`);
  }

  requiredString(name: string): string {
    const value = this.string(name);
    if (value === null) throw missingParameter(this.label(name));
    return value;
  }

  integer(name: string): number | null {
    const value = this.string(name);
    if (value === null) return null;
    const parsed = Number(value);
    if (/^-?\d+$/.test(value) && Number.isSafeInteger(parsed)) return parsed;
    throw this.invalid(name, `Invalid integer: ${value}`, 'parameter_invalid_integer');
  }

  boolean(name: string): boolean | null {
    const value = this.string(name);
    if (value === null) return null;
    if (value === 'true') return true;
    if (value === 'false') return false;
    throw this.invalid(name, `Invalid boolean: ${value}`);
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | null {
    const value = this.string(name);
    if (value === null) return null;
    const match = allowed.find((candidate) => candidate === value);
    if (match !== undefined) return match;
    throw this.invalid(name, `Invalid ${this.label(name)}: must be one of ${allowed.join(', ')}`);
  }

  strings(name: string): string[] | null {
    const value = this.fields[name];
    if (value === undefined) return null;
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    throw this.invalid(name, 'Invalid array');
  }

  nested(name: string): Params | null {
    const value = this.fields[name];
    if (value === undefined || value === '') return null;
    if (isFields(value)) return new Params(value, this.label(name));
    throw this.invalid(name, 'Invalid object');
  }

  /** A list of objects; empty where none was given. */
  nestedList(name: string): Params[] {
    const value = this.fields[name];
    if (value === undefined || value === '') return [];
    if (Array.isArray(value) && value.every((item) => isFields(item)))
      return value.map((item, index) => new Params(item, `${this.label(name)}[${index}]`));
    throw this.invalid(name, 'Invalid array');
  }

  entries(): [string, string][] {
    return Object.keys(this.fields).map((name) => [name, this.string(name) ?? '']);
  }

  invalid(name: string, message: string, code?: string) {
    return invalidParameter({ param: this.label(name), message, ...(code ? { code } : {}) });
  }

  private label(name: string): string {
    return this.prefix === '' ? name : `${this.prefix}[${name}]`;
  }
}
