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

/** Branches of fixes begin so, and that of the onboarding is named so. */
export const FIX_BRANCHES = 'dreamos/fix/';
export const CONFIGURE_BRANCH = 'dreamos/configure';

/** Check runs of ours. */
export const CHECKS = { watch: 'dreamos/watch', verify: 'dreamos/verify', proof: 'dreamos/proof' } as const;
