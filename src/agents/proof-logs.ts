import { stripAnsi } from '../checks/strip-ansi.ts';
import type { IncidentOutcome, ProofLogs } from '../domain/outcome.ts';
import type { Report } from '../domain/report.ts';
import type { Redact } from '../lore/redact.ts';
import { redactText } from '../lore/redact-facts.ts';
import type { Settled } from './lore/fix-pages.ts';

/** The end of a log says how it ended; so many characters of it are kept. */
const MOST_KEPT = 20_000;
/** More is not even looked at: of two megabytes that a check may print, the rest is no end. */
const MOST_READ = 4 * MOST_KEPT;

/** Healed incidents with what both runs of their proof printed. Last of all, for neither lore nor a commit holds it. */
export function withLogs(
  incidents: readonly IncidentOutcome[],
  settled: readonly Settled[],
  redact: Redact,
): IncidentOutcome[] {
  return incidents.map((one) => {
    const cure = settled.find(({ outcome }) => outcome.incident === one.incident)?.cure;
    const [green] = cure?.reports ?? [];
    if (!cure || !green) return one;
    const logs: ProofLogs = { before: endOf(cure.red, redact), after: endOf(green, redact) };
    return { ...one, logs };
  });
}

/** Without secrets, from the beginning of a line, with a line that says what is not there. */
function endOf({ ran }: Report, redact: Redact): string {
  const text = redactText(tailOf(stripAnsi(ran.output), MOST_READ), redact);
  const end = tailOf(text, MOST_KEPT);
  const hidden = ran.output.length > MOST_READ || end.length < text.length;
  return hidden ? `… only the end of ${ran.bytes} bytes is kept …\n${end}` : end;
}

function tailOf(text: string, most: number): string {
  if (text.length <= most) return text;
  const at = text.indexOf('\n', text.length - most);
  return text.slice(at < 0 ? text.length - most : at + 1);
}
