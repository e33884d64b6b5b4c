import * as z from 'zod';

/** A package of the repository, and which others of it its manifest names. Folders are repository-relative; `.` is the top. */
export const Package = z.object({ dir: z.string(), needs: z.array(z.string()) });
export type Package = z.infer<typeof Package>;
