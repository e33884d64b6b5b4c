import * as z from 'zod';

/** Git's file modes: plain, executable, symbolic link, submodule. */
export const FileMode = z.enum(['100644', '100755', '120000', '160000']);
export type FileMode = z.infer<typeof FileMode>;

/** One hunk of a diff whose base is not to be had: what it shows of both sides, and the 1-based lines they start at. */
export const Hunk = z.object({
  before: z.string(),
  beforeLine: z.number().int(),
  after: z.string(),
  afterLine: z.number().int(),
});
export type Hunk = z.infer<typeof Hunk>;

/** The change of one file. Created: `before` null. Deleted: `after` null. */
export const FileChange = z.object({
  /** Repository-relative with `/`; where the content is after the change (or was, when deleted). */
  path: z.string(),
  /** Set when the file was moved; then `before` is the content at that path. */
  renamedFrom: z.string().nullable().default(null),
  before: z.string().nullable(),
  after: z.string().nullable(),
  beforeMode: FileMode.nullable().default(null),
  afterMode: FileMode.nullable().default(null),
  /** True when either side is not text; the contents are then null or not to be trusted. */
  binary: z.boolean().default(false),
  /** Set when only a diff was to be had, not its base: then `before` and `after` hold no more than these hunks show. */
  hunks: z.array(Hunk).readonly().optional(),
});
export type FileChange = z.infer<typeof FileChange>;

/** A proposal to change files: pure data, not yet applied anywhere, believed by nobody. */
export const Patch = z.object({
  /** What it does, in the imperative, for a commit title: `import readFile from node:fs`. */
  title: z.string(),
  files: z.array(FileChange),
});
export type Patch = z.infer<typeof Patch>;

/** A patch that overwrites whole text files. The shortest way for a fixer to say what it wants. */
export function patchOf(
  title: string,
  edits: readonly { path: string; before: string | null; after: string | null }[],
): Patch {
  return {
    title,
    files: edits.map((edit) => ({
      ...edit,
      renamedFrom: null,
      beforeMode: null,
      afterMode: null,
      binary: false,
    })),
  };
}

/** What the guard found wrong with a patch. `line` is 1-based in the new file (in the old one for what was removed), null for the whole file. */
export const Finding = z.object({
  rule: z.string(),
  file: z.string(),
  line: z.number().int().nullable(),
  why: z.string(),
});
export type Finding = z.infer<typeof Finding>;

export const GuardResult = z.object({ allowed: z.boolean(), findings: z.array(Finding) });
export type GuardResult = z.infer<typeof GuardResult>;
