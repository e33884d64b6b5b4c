/** Where lore is written that travels with no fix, unless the settings name another branch. */
export const LORE_BRANCH = 'dreamos/lore';

/** The page that is made from the entries, and made again. */
export const TIMELINE = 'lore/README.md';
