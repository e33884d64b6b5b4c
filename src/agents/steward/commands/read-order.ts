import { isAtLeast, type Permission } from '../../../domain/forge.ts';
import type { CommentOrder } from './args.ts';
import { type CommentCommand, commentCommands } from './index.ts';

export type ReadOrder =
  | { readonly status: 'order'; readonly command: CommentCommand; readonly order: CommentOrder }
  /** What follows the verb is not what it takes. `why`: what would be. */
  | { readonly status: 'bad'; readonly command: CommentCommand; readonly why: string };

/** The rest of a command's line, read. `verb` is the name of a command, as `parseComment` gives it. */
export function readOrder(verb: string, rest: string): ReadOrder {
  const command = commentCommands.find(({ name }) => name === verb);
  if (command === undefined) throw new Error(`no command: ${verb}`);
  const read = command.args.safeParse(rest.trim());
  return read.success
    ? { status: 'order', command, order: read.data }
    : { status: 'bad', command, why: read.error.issues[0]?.message ?? 'not understood' };
}

/** Whether somebody with this permission may command it. */
export function mayCommand(permission: Permission, command: CommentCommand): boolean {
  return isAtLeast(permission, command.right);
}
