import type { Label } from '../../domain/forge.ts';

/** Labels that we set and answer to. */
export const LABELS = {
  own: 'dreamos',
  fix: 'dreamos:fix',
  needsHuman: 'dreamos:needs-human',
  needsApproval: 'dreamos:needs-approval',
  stop: 'dreamos:stop',
  retry: 'dreamos:retry',
  lore: 'dreamos:lore',
} as const;

/** Labels that people set: they are made in a repository, for what is not there nobody can pick. */
export const BUTTONS: readonly Label[] = [
  {
    name: LABELS.retry,
    color: '1d76db',
    description: 'Dream.OS looks at this once more, and takes the label off when it has heard it.',
  },
  {
    name: LABELS.stop,
    color: 'b60205',
    description: 'Dream.OS leaves this alone; on its dashboard, the whole repository. Take it off to go on.',
  },
];

/** Branches of fixes begin so, and that of the onboarding is named so. */
export const FIX_BRANCHES = 'dreamos/fix/';
export const CONFIGURE_BRANCH = 'dreamos/configure';

/** Check runs of ours. */
export const CHECKS = { watch: 'dreamos/watch', verify: 'dreamos/verify', proof: 'dreamos/proof' } as const;
