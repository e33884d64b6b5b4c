import type * as z from 'zod';
import type { Permission } from '../../../domain/forge.ts';
import { type CommentOrder, type CommentVerb, commentArgs } from './args.ts';

/** Where a comment can stand: a pull request of ours, one of a person, an issue of an incident, the dashboard. */
export type CommentPlace = 'fix' | 'pull' | 'issue' | 'dashboard';

/** A command that is typed as the first line of a comment; help and replies are made from it. */
export interface CommentCommand {
  readonly name: CommentVerb;
  readonly aliases: readonly string[];
  /** The command of the CLI that does the same, by name or alias; null where only the app can. */
  readonly cli: string | null;
  readonly summary: string;
  readonly usage: string;
  /** What the one who types it must be allowed at the least. */
  readonly right: Extract<Permission, 'read' | 'triage' | 'write'>;
  /** Where it says so among the controls; it is answered everywhere. */
  readonly places: readonly CommentPlace[];
  /** From the rest of the line. */
  readonly args: z.ZodType<CommentOrder, string>;
}

/** Every command, in the order that help shows them. */
export const commentCommands: readonly CommentCommand[] = [
  {
    name: 'help',
    aliases: ['commands'],
    cli: null,
    summary: 'Show what can be asked for.',
    usage: '/dreamos help [command]',
    right: 'read',
    places: ['fix', 'pull', 'issue', 'dashboard'],
    args: commentArgs.help,
  },
  {
    name: 'status',
    aliases: [],
    cli: null,
    summary: 'Say what is known and done about this issue or pull request.',
    usage: '/dreamos status',
    right: 'read',
    places: ['pull', 'dashboard'],
    args: commentArgs.status,
  },
  {
    name: 'fix',
    aliases: ['heal'],
    cli: 'heal',
    summary:
      'Find and prove a fix for what is red here; `--push` puts it onto the branch of this pull request.',
    usage: '/dreamos fix [check] [--push]',
    right: 'write',
    places: ['pull'],
    args: commentArgs.fix,
  },
  {
    name: 'retry',
    aliases: ['again'],
    cli: 'heal',
    summary: 'Try once more, whatever was tried before.',
    usage: '/dreamos retry [incident]',
    right: 'write',
    places: ['fix', 'issue', 'dashboard'],
    args: commentArgs.retry,
  },
  {
    name: 'explain',
    aliases: ['why'],
    cli: 'explain',
    summary: 'Say what failed, where, and why nothing more was done.',
    usage: '/dreamos explain',
    right: 'read',
    places: ['fix', 'pull', 'issue'],
    args: commentArgs.explain,
  },
  {
    name: 'stop',
    aliases: ['pause'],
    cli: null,
    summary: 'Leave this alone until `start`.',
    usage: '/dreamos stop [why]',
    right: 'triage',
    places: ['fix', 'pull', 'issue', 'dashboard'],
    args: commentArgs.stop,
  },
  {
    name: 'start',
    aliases: ['resume'],
    cli: null,
    summary: 'Take this up again after `stop`.',
    usage: '/dreamos start',
    right: 'write',
    places: ['fix', 'pull', 'issue', 'dashboard'],
    args: commentArgs.start,
  },
  {
    name: 'approve',
    aliases: [],
    cli: null,
    summary: 'Say that a draft is meant, as it is at one commit. Nothing is merged.',
    usage: '/dreamos approve <sha>',
    right: 'write',
    places: ['fix'],
    args: commentArgs.approve,
  },
  {
    name: 'reject',
    aliases: ['close'],
    cli: null,
    summary: 'Close this fix; it is not made again unless the failure changes.',
    usage: '/dreamos reject [why]',
    right: 'write',
    places: ['fix'],
    args: commentArgs.reject,
  },
  {
    name: 'lore',
    aliases: ['recall'],
    cli: 'lore search',
    summary: 'Search what was learned here.',
    usage: '/dreamos lore <query>',
    right: 'read',
    places: ['fix', 'issue', 'dashboard'],
    args: commentArgs.lore,
  },
  {
    name: 'forget',
    aliases: [],
    cli: 'lore forget',
    summary: 'Take an entry out of what is recalled.',
    usage: '/dreamos forget <id> [why]',
    right: 'write',
    places: ['dashboard'],
    args: commentArgs.forget,
  },
  {
    name: 'config',
    aliases: ['settings'],
    cli: 'validate',
    summary: 'Show the settings that are in force, and what is wrong with them.',
    usage: '/dreamos config',
    right: 'read',
    places: ['dashboard'],
    args: commentArgs.config,
  },
];
