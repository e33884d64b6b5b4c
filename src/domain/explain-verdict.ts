import type { Verdict } from './outcome.ts';

/** Why a candidate was not taken, a sentence. */
export function explainVerdict(verdict: Verdict): string {
  switch (verdict.status) {
    case 'proved':
      return 'proved';
    case 'plausible':
      return 'green once, not proved';
    case 'refused':
      return `the guard refused it: ${verdict.guard.findings.map((finding) => `${finding.rule} (${finding.why})`).join('; ')}`;
    case 'unapplicable':
      return `it does not apply: ${verdict.why}`;
    case 'still-red':
      return `still red: ${verdict.why}`;
    case 'broke':
      return `${verdict.check} broke: ${verdict.why}`;
    case 'timed-out':
      return `${verdict.check} did not end in ${(verdict.ms / 1000).toFixed(0)} s`;
    case 'flaky':
      return `flaky: ${verdict.why}`;
  }
}
