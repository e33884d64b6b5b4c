import type { Failure } from '../../domain/report.ts';

/** A finding of a linter before it is decided whether it made the run red. */
export interface LintFinding {
  readonly severity: 'error' | 'warning';
  readonly failure: Failure;
}

/**
 * What made a linter's run red: its errors. Warnings count where the run says that they do (`--max-warnings`,
 * `--error-on-warnings`), and where there is nothing else, since something must have.
 */
export function toRedFindings(findings: readonly LintFinding[], warningsCount: boolean): Failure[] {
  const errors = findings.filter((finding) => finding.severity === 'error');
  const counted = warningsCount || errors.length === 0 ? findings : errors;
  return counted.map((finding) => finding.failure);
}
