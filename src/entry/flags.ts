import * as z from 'zod';
import type { Command } from '../domain/command.ts';

/** An option of a command, made from a key of its `args`. */
export interface Flag {
  readonly key: string;
  readonly type: 'boolean' | 'string';
  readonly multiple: boolean;
  readonly description: string;
  /** Words it takes when there are few; [] otherwise. */
  readonly choices: readonly string[];
}

/** `dryRun` -> `dry-run`. */
export function toFlag(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The options of a command by their name without dashes. */
export function flagsOf(command: Command): Record<string, Flag> {
  const keys = Object.keys(command.args.shape).filter(
    (key) => !command.positionals.includes(key) && key !== command.rest,
  );
  return Object.fromEntries(keys.map((key) => [toFlag(key), toFlagOf(key, command.args.shape[key])]));
}

/** What a positional or an option is for, from its schema. */
export function describeKey(command: Command, key: string): string {
  const schema = command.args.shape[key];
  return schema instanceof z.ZodType ? (schema.description ?? '') : '';
}

/** True for a key that takes a list: as the last positional it takes all words that are left. */
export function isMany(command: Command, key: string): boolean {
  return toFlagOf(key, command.args.shape[key]).multiple;
}

function toFlagOf(key: string, schema: unknown): Flag {
  const json = z.toJSONSchema(z.object({ it: schema as z.ZodType }), { io: 'input', unrepresentable: 'any' });
  const it = (json.properties?.it ?? {}) as {
    type?: string;
    description?: string;
    enum?: string[];
    items?: { enum?: string[] };
  };
  return {
    key,
    type: it.type === 'boolean' ? 'boolean' : 'string',
    multiple: it.type === 'array',
    description: it.description ?? '',
    choices: it.enum ?? it.items?.enum ?? [],
  };
}
