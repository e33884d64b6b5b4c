import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import type { Route } from './router.ts';
import type { Json } from './rows.ts';

interface Operation {
  readonly path: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: Json;
  }[];
  readonly body: Json | null;
  readonly responses: Readonly<Record<string, Json>>;
}

interface Description {
  readonly operations: Readonly<Record<string, Operation>>;
  readonly webhooks: Readonly<Record<string, Json>>;
  readonly schemas: Readonly<Record<string, Json>>;
}

export interface AskedOperation {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** Null: the double has no such route. */
  readonly route: Route | null;
  readonly params: Readonly<Record<string, string>>;
}

let shared: OpenApi | null = null;

/** GitHub's description of its API, as far as the double answers it. Read and compiled when it is first needed. */
export class OpenApi {
  readonly #description: Description;
  readonly #ajv: Ajv;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor() {
    const text = readFileSync(join(import.meta.dirname, 'openapi.json'), 'utf8');
    this.#description = JSON.parse(text) as Description;
    this.#ajv = new Ajv({ strict: false, validateFormats: false, allErrors: false, logger: false });
    this.#ajv.addSchema({ $id: 'github', schemas: this.#description.schemas });
  }

  static shared(): OpenApi {
    shared ??= new OpenApi();
    return shared;
  }

  /** What of a call the description does not allow. */
  checkCall(asked: AskedOperation): string[] {
    const { method, path, route } = asked;
    const name = `${method} ${path}`;
    if (route === null) return [`${name}: not known to the double`];
    const key = keyOf(route);
    const operation = this.#description.operations[key];
    if (operation === undefined) return [`${name}: not described`];
    return [
      ...this.#checkParameters(operation, asked),
      ...this.#checkBody(key, operation.body, asked.body),
    ].map((wrong) => `${name}: ${wrong}`);
  }

  checkAnswer(route: Route, status: number, body: unknown): string[] {
    const key = keyOf(route);
    const schema = this.#description.operations[key]?.responses[status];
    if (schema === undefined) return [];
    return this.#check(`${key} ${status}`, schema, body).map((wrong) => `${key} ${status}: ${wrong}`);
  }

  checkDelivery(event: string, action: string | null, payload: unknown): string[] {
    const name = [event, ...(action === null ? [] : [action])].join('-').replaceAll('_', '-');
    const schema = this.#description.webhooks[name];
    if (schema === undefined) return [`${name}: no such webhook is described`];
    return this.#check(name, schema, payload).map((wrong) => `${name}: ${wrong}`);
  }

  #checkParameters(operation: Operation, asked: AskedOperation): string[] {
    const known = operation.parameters.filter((parameter) => parameter.in === 'query');
    const wrong: string[] = [];
    for (const [name, value] of asked.query) {
      const parameter = known.find((one) => one.name === name);
      if (parameter === undefined) wrong.push(`unknown query ${name}`);
      else wrong.push(...this.#checkText(`${operation.path} ${name}`, parameter.schema, value));
    }
    for (const { name, required } of known)
      if (required && !asked.query.has(name)) wrong.push(`query ${name} is missing`);
    const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const values = Object.values(asked.params);
    for (const [index, name] of names.entries()) {
      const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === name);
      if (parameter)
        wrong.push(...this.#checkText(`${operation.path} ${name}`, parameter.schema, values[index] ?? ''));
    }
    return wrong;
  }

  #checkBody(key: string, schema: Json | null, body: unknown): string[] {
    if (schema === null) return body === undefined || isEmpty(body) ? [] : ['no body is allowed'];
    if (body === undefined && !this.#compile(`${key} body`, schema)({})) return ['the body is missing'];
    const unknown = isObject(body) ? this.#unknownKeys(schema, body) : [];
    return [...this.#check(`${key} body`, schema, body ?? {}), ...unknown];
  }

  /** GitHub leaves out keys that it does not know: mostly they are mistakes. */
  #unknownKeys(schema: Json, body: Json): string[] {
    const known = this.#keysOf(schema);
    if (known === null) return [];
    return Object.keys(body)
      .filter((key) => !known.has(key))
      .map((key) => `unknown key ${key}`);
  }

  #keysOf(schema: Json): Set<string> | null {
    const ref = schema.$ref;
    if (typeof ref === 'string')
      return this.#keysOf(this.#description.schemas[ref.split('/').at(-1) ?? ''] ?? {});
    const parts = ['oneOf', 'anyOf', 'allOf'].flatMap((key) => (schema[key] as Json[] | undefined) ?? []);
    const sets = parts.map((part) => this.#keysOf(part)).filter((set) => set !== null);
    const own = Object.keys((schema.properties as Json | undefined) ?? {});
    if (sets.length === 0 && own.length === 0) return null;
    return new Set([...own, ...sets.flatMap((set) => [...set])]);
  }

  /** A value of a path or query is text: it fits if the text or the number or the truth value in it fits. */
  #checkText(key: string, schema: Json, value: string): string[] {
    const readings = [value, ...(/^-?\d+$/.test(value) ? [Number(value)] : [])];
    const all = value === 'true' || value === 'false' ? [...readings, value === 'true'] : readings;
    const validate = this.#compile(key, schema);
    return all.some((reading) => validate(reading)) ? [] : [`${key.split(' ').at(-1)} cannot be ${value}`];
  }

  #check(key: string, schema: Json, value: unknown): string[] {
    const validate = this.#compile(key, schema);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const { missingProperty, allowedValues } = params as Record<string, unknown>;
      const more =
        missingProperty === undefined && allowedValues ? ` (${JSON.stringify(allowedValues)})` : '';
      return `${instancePath || 'it'} ${message}${more}`;
    });
  }

  #compile(key: string, schema: Json): ValidateFunction {
    const known = this.#compiled.get(key);
    if (known) return known;
    const text = JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"github#/');
    const made = this.#ajv.compile(JSON.parse(text) as Json);
    this.#compiled.set(key, made);
    return made;
  }
}

const keyOf = (route: Route): string => `${route.method} ${route.path.replace(/\{\w+\}/g, '{}')}`;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isEmpty = (value: unknown): boolean => isObject(value) && Object.keys(value).length === 0;
