import type * as z from 'zod';
import { nearest } from '../domain/nearest.ts';
import { keysAt } from './render-schema.ts';

/** One thing wrong with a configuration, in words. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  /** What the sentence is about: a name that does not belong there, or what stands there. */
  readonly part: 'key' | 'value';
  readonly sentence: string;
}

type Issue = z.core.$ZodIssue;

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

/** Turns the schema's complaints about `value` into sentences that a person can act on. */
export function describeIssues(issues: readonly Issue[], value: unknown): Problem[] {
  return issues.flatMap((issue) => describe(issue, valueAt(value, issue.path)));
}

function describe(issue: Issue, found: unknown): Problem[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      part: 'key',
      sentence: `unknown key; ${rightKey(key, path)}`,
    }));
  }
  if (issue.code === 'invalid_key') {
    return [{ path, part: 'key', sentence: issue.issues.map(({ message }) => message).join('; ') }];
  }
  if (issue.code === 'invalid_union') {
    const branch = issue.errors.find((errors) => errors.every((error) => !isWrongKind(error)));
    if (branch) {
      return branch.flatMap((error) =>
        describe({ ...error, path: [...path, ...error.path] }, valueAt(found, error.path)),
      );
    }
  }
  return [{ path, part: 'value', sentence: sentenceOf(issue, found) }];
}

function sentenceOf(issue: Issue, found: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_union':
      return `expected ${expectedBy(issue)}, found ${named(found)}`;
    case 'invalid_value': {
      const near = nearest(String(found), issue.values.map(String));
      return `expected ${expectedBy(issue)}, found ${named(found)}${near ? `; did you mean \`${near}\`?` : ''}`;
    }
    case 'too_small':
      if (issue.origin === 'string') return 'must not be empty';
      return `must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}, found ${named(found)}`;
    case 'too_big':
      return `must be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}, found ${named(found)}`;
    case 'invalid_format':
      return `${issue.message}, found ${named(found)}`;
    default:
      return issue.message;
  }
}

/** True when the value is not at all what this branch of a union wants; else it is, but has a fault. */
function isWrongKind(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

function expectedBy(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return EXPECTED[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return orList(issue.values.map((value) => `\`${String(value)}\``));
    case 'invalid_union':
      return orList(issue.errors.flatMap((errors) => errors.slice(0, 1).map(expectedBy)));
    default:
      return issue.message;
  }
}

/** What a person most likely meant by an unknown key. */
function rightKey(key: string, path: readonly PropertyKey[]): string {
  const here = keysAt(path);
  const below = here.flatMap((outer) => keysAt([...path, outer]).map((inner) => ({ outer, inner })));
  const moved = below.find(({ inner }) => inner === key);
  if (moved) return `it belongs under \`${moved.outer}\``;
  const near = nearest(key, here);
  if (near) return `did you mean \`${near}\`?`;
  return keysAt([]).includes(key)
    ? 'it belongs at the top'
    : `known here: ${here.map((known) => `\`${known}\``).join(', ')}`;
}

function named(found: unknown): string {
  if (found === null || found === undefined) return 'nothing';
  if (Array.isArray(found)) return 'a list';
  if (typeof found === 'object') return 'a mapping';
  const text = typeof found === 'string' ? JSON.stringify(found) : String(found);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function orList(items: readonly string[]): string {
  const unique = [...new Set(items)];
  const last = unique.at(-1) ?? '';
  return unique.length > 1 ? `${unique.slice(0, -1).join(', ')} or ${last}` : last;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined),
    value,
  );
}
