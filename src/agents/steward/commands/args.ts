import * as z from 'zod';
import { LoreId } from '../../../domain/lore.ts';

/** What stands behind a verb, read: one schema for each, from the rest of the line. Each answers with what it is about. */
const Nothing = z.literal('', 'nothing');
const Word = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

export const commentArgs = {
  help: z
    .string()
    .regex(/^[a-z-]*$/i, 'the name of one command, or nothing')
    .transform((name) => ({ verb: 'help' as const, about: name === '' ? null : name.toLowerCase() })),
  status: Nothing.transform(() => ({ verb: 'status' as const })),
  fix: z
    .string()
    .transform((rest) => rest.split(/\s+/).filter((word) => word !== ''))
    .refine(
      (words) =>
        words.every((word) => word === '--push' || Word.test(word)) &&
        words.filter((word) => word !== '--push').length <= 1,
      'the name of one check, `--push`, or nothing',
    )
    .transform((words) => ({
      verb: 'fix' as const,
      check: words.find((word) => word !== '--push') ?? null,
      /** Onto the branch of the pull request itself. */
      isPush: words.includes('--push'),
    })),
  retry: z
    .string()
    .regex(/^([0-9a-f]{8,64})?$/i, 'the id of an incident as the dashboard shows it, or nothing')
    .transform((id) => ({ verb: 'retry' as const, incident: id === '' ? null : id.toLowerCase() })),
  explain: Nothing.transform(() => ({ verb: 'explain' as const })),
  stop: z.string().transform((why) => ({ verb: 'stop' as const, why: why === '' ? null : why })),
  start: Nothing.transform(() => ({ verb: 'start' as const })),
  // A few digits can be met on purpose by another commit; an approval is for one.
  approve: z
    .string()
    .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i, 'the whole SHA of the commit that you looked at: 40 digits')
    .transform((sha) => ({ verb: 'approve' as const, sha: sha.toLowerCase() })),
  reject: z.string().transform((why) => ({ verb: 'reject' as const, why: why === '' ? null : why })),
  lore: z
    .string()
    .min(1, 'what to look for')
    .max(200, 'at most 200 characters')
    .transform((query) => ({ verb: 'lore' as const, query })),
  forget: z
    .string()
    .transform((rest) => {
      const [id = '', ...why] = rest.split(/\s+/);
      return { id: id.toUpperCase(), why: why.join(' ') };
    })
    .refine(({ id }) => LoreId.safeParse(id).success, 'the id of an entry: 26 letters and digits')
    .transform(({ id, why }) => ({ verb: 'forget' as const, id, why: why === '' ? null : why })),
  config: Nothing.transform(() => ({ verb: 'config' as const })),
};

export type CommentVerb = keyof typeof commentArgs;
/** A command that was understood, with what it is about. */
export type CommentOrder = { [Verb in CommentVerb]: z.output<(typeof commentArgs)[Verb]> }[CommentVerb];
