import * as z from 'zod';

/** What the pages of a period are told. */
export const PageArgs = z.strictObject({
  since: z
    .string()
    .default('7d')
    .describe('From this day on (2026-01-31), or not older than this (7d, 12w, 6m, 1y).'),
  write: z.boolean().default(false).describe('Write it as an entry onto the lore branch as well.'),
});
export type PageArgs = z.infer<typeof PageArgs>;
