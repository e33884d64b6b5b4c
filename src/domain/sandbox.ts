import * as z from 'zod';

/** How well a check is shut in, 1 is best. The meaning of each level is in docs/safety.md. */
export const SandboxLevel = z.union([
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(5),
  z.literal(6),
]);
export type SandboxLevel = z.infer<typeof SandboxLevel>;

/** What the checks of a run were shut in by; it stands in the outcome and in each proof. */
export const SandboxState = z.object({
  level: SandboxLevel,
  /** The level in words. */
  name: z.string(),
});
export type SandboxState = z.infer<typeof SandboxState>;

/** The setting `sandbox`: what to do where a good level cannot be had. */
export const SandboxSetting = z.enum(['auto', 'require', 'none']);
export type SandboxSetting = z.infer<typeof SandboxSetting>;

/** The least strict first. */
const STRICTNESS: readonly SandboxSetting[] = ['none', 'auto', 'require'];

/** What holds where a repository may ask for more than `least`, which is of whoever owns the machine, and not for less. */
export function tighten(setting: SandboxSetting, least: SandboxSetting): SandboxSetting {
  return STRICTNESS.indexOf(setting) < STRICTNESS.indexOf(least) ? least : setting;
}

/** Whose code is run: that of the clone's owner, who could type `npm test` as well, or a stranger's (a fork, a server's guest). */
export type CodeOrigin = 'own' | 'stranger';

/** The last level that holds files, network, processes and signals at once. */
const LAST_GOOD_LEVEL = 3;

export type Admission =
  /** `sandboxed` is false when the code runs as it would for its owner. */
  | { readonly status: 'admitted'; readonly sandboxed: boolean }
  | { readonly status: 'refused'; readonly why: string };

/**
 * Whether code may run here. A repository's own settings cannot let a stranger's code out: `none` is heard for the
 * owner's code only.
 */
export function admit(setting: SandboxSetting, origin: CodeOrigin, level: SandboxLevel): Admission {
  const isGood = level <= LAST_GOOD_LEVEL;
  if (origin === 'own' && setting === 'none') return { status: 'admitted', sandboxed: false };
  if (isGood) return { status: 'admitted', sandboxed: true };
  if (origin === 'stranger') {
    return { status: 'refused', why: `Code of others is run at level ${LAST_GOOD_LEVEL} or better only.` };
  }
  if (setting === 'require') return { status: 'refused', why: 'A sandbox is demanded (sandbox: require).' };
  return { status: 'admitted', sandboxed: false };
}
