import * as z from 'zod';

/** A commit's name as GitHub writes it. */
export const Sha = z.string().regex(/^[0-9a-f]{40}$/);
