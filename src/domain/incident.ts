import * as z from 'zod';
import { Failure } from './report.ts';

/** A failure with its identity. Two failures that differ only in where they were seen have one fingerprint. */
export const IdentifiedFailure = Failure.extend({
  /** 64 hex digits. */
  fingerprint: z.string(),
});
export type IdentifiedFailure = z.infer<typeof IdentifiedFailure>;

/** Failures of one check that share a cause. One incident, one branch. */
export const Incident = z.object({
  /** The fingerprint of its first failure. */
  fingerprint: z.string(),
  check: z.string(),
  /** Why these belong together: `missing export "sum" of src/math.ts`. */
  cause: z.string(),
  failures: z.tuple([IdentifiedFailure], IdentifiedFailure),
});
export type Incident = z.infer<typeof Incident>;
