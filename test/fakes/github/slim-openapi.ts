/**
 * Makes `openapi.json` from GitHub's description, which is far too large to keep here: only the operations that the
 * double answers, the webhooks that it sends, and the schemas that these need, without words.
 *
 *   npm pack @octokit/openapi && tar xzf octokit-openapi-*.tgz package/generated/api.github.com.json
 *   node test/fakes/github/slim-openapi.ts package/generated/api.github.com.json
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_ROUTES } from './routes/all-routes.ts';
import type { Json } from './rows.ts';

const WORDS = new Set([
  'description',
  'summary',
  'example',
  'examples',
  'externalDocs',
  'deprecated',
  'title',
]);
const TOLD = [
  'push',
  'issues-(opened|edited|closed|reopened|labeled|unlabeled)',
  'issue-comment-(created|edited|deleted)',
  'pull-request-(opened|edited|closed|reopened|labeled|unlabeled|synchronize|review-requested|ready-for-review|converted-to-draft)',
  'check-run-(created|completed|rerequested)',
  'check-suite-(requested|rerequested|completed)',
  'workflow-run-completed',
  'installation-(created|deleted)',
  'installation-repositories-(added|removed)',
  'repository-(renamed|archived|unarchived)',
];

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objectAt = (value: Json, key: string): Json => {
  const found = value[key];
  return isObject(found) ? found : {};
};

const source = process.argv[2];
if (source === undefined) throw new Error('Name the file of the description.');
const all = JSON.parse(readFileSync(source, 'utf8')) as Json;
const components = objectAt(all, 'components');
const schemas: Json = {};

/** A schema without words, `nullable` as JSON schema says it, and with what it refers to collected. */
function slim(value: unknown, isProperties = false): unknown {
  if (Array.isArray(value)) return value.map((one) => slim(one));
  if (!isObject(value)) return value;
  const ref = value.$ref;
  if (typeof ref === 'string') return { $ref: `#/schemas/${collect(ref)}` };
  const kept = Object.entries(value)
    .filter(([key]) => isProperties || !(WORDS.has(key) || key.startsWith('x-') || key === 'nullable'))
    .map(([key, one]) => [key, slim(one, key === 'properties' && !isProperties)]);
  const schema = Object.fromEntries(kept) as Json;
  return value.nullable === true && !isProperties ? orNull(schema) : schema;
}

function orNull(schema: Json): Json {
  if (typeof schema.type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  const values = schema.enum;
  const more = Array.isArray(values) && !values.includes(null) ? { enum: [...values, null] } : {};
  return { ...schema, ...more, type: [schema.type, 'null'] };
}

function collect(ref: string): string {
  const name = ref.split('/').at(-1) ?? '';
  if (!(name in schemas)) {
    schemas[name] = {};
    schemas[name] = slim(objectAt(components, 'schemas')[name]);
  }
  return name;
}

/** A parameter or response where it stands, or where it is referred to. */
function follow(value: unknown, room: 'parameters' | 'responses'): Json {
  if (!isObject(value)) return {};
  const ref = value.$ref;
  if (typeof ref !== 'string') return value;
  return objectAt(objectAt(components, room), ref.split('/').at(-1) ?? '');
}

function schemaOf(holder: Json): unknown {
  const content = objectAt(holder, 'content');
  const found = Object.entries(content).find(([type]) => type.includes('json'))?.[1];
  return isObject(found) ? slim(found.schema) : null;
}

function toOperation(path: string, operation: Json): Json {
  const parameters = (operation.parameters as unknown[] | undefined) ?? [];
  const responses = Object.entries(objectAt(operation, 'responses')).filter(([status]) => status < '300');
  const shown = responses.map(([status, one]) => [status, schemaOf(follow(one, 'responses'))]);
  const body = objectAt(operation, 'requestBody');
  return {
    path,
    parameters: parameters.map((one) => {
      const { name, in: where, required, schema } = follow(one, 'parameters');
      return { name, in: where, required: required === true, schema: slim(schema) };
    }),
    body: 'content' in body ? schemaOf(body) : null,
    responses: Object.fromEntries(shown.filter(([, schema]) => schema !== null)),
  };
}

const shape = (path: string): string => path.replace(/\{\w+\}/g, '{}');
const paths = new Map(
  Object.entries(objectAt(all, 'paths')).map(([path, item]) => [shape(path), { path, item }]),
);
const operations: Json = {};
for (const route of ALL_ROUTES) {
  const found = paths.get(shape(route.path));
  const operation = isObject(found?.item) ? found.item[route.method.toLowerCase()] : undefined;
  if (found && isObject(operation))
    operations[`${route.method} ${shape(route.path)}`] = toOperation(found.path, operation);
  else console.error(`Not described: ${route.method} ${route.path}`);
}
const told = new RegExp(`^(${TOLD.join('|')})$`);
const webhooks: Json = {};
for (const [name, item] of Object.entries(objectAt(all, 'x-webhooks'))) {
  if (told.test(name) && isObject(item))
    webhooks[name] = schemaOf(objectAt(objectAt(item, 'post'), 'requestBody'));
}
const target = join(import.meta.dirname, 'openapi.json');
const lines = (group: Json): string =>
  Object.entries(group)
    .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
    .join(',\n');
const text = `{"operations":{\n${lines(operations)}\n},\n"webhooks":{\n${lines(webhooks)}\n},\n"schemas":{\n${lines(schemas)}\n}}\n`;
JSON.parse(text);
writeFileSync(target, text);
console.log(`${target}: ${text.length} bytes`);
