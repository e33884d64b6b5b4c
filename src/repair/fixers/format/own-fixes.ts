import { nodesAt, parseSource } from '../../syntax.ts';
import { applyEdits, type Edit } from '../edits.ts';
import { withoutOverlaps } from './edits.ts';
import type { OwnFix } from './own-fix.ts';
import type { LeftOver } from './run-tool.ts';
import { caseDeclarations, debuggers, equality } from './small-fixes.ts';
import { undefinedNames } from './undefined-names.ts';
import { unused } from './unused.ts';

/** What we know to mend where the linter does not: a line here, a rule's knowledge in a file beside. */
const OWN_FIXES: readonly OwnFix[] = [unused, equality, debuggers, caseDeclarations, undefinedNames];

/** One way to mend the findings of a rule in one file. */
export interface Way {
  readonly title: string;
  readonly text: string;
}

/** Our own ways first, then the linter's suggestions, each kind for all findings that have it. */
export function waysToMend(path: string, text: string, findings: readonly LeftOver[]): Way[] {
  const ways = [...ownWays(path, text, findings), ...suggestedWays(text, findings)];
  const seen = new Set([text]);
  return ways.filter((way) => !seen.has(way.text) && seen.add(way.text));
}

function ownWays(path: string, text: string, findings: readonly LeftOver[]): Way[] {
  const tree = parseSource(path, text);
  if (tree === null) return [];
  const sights = findings.map((finding) => ({
    around: nodesAt(tree.program, finding),
    place: finding,
    message: finding.message,
  }));
  const rules = new Set(findings.map(({ rule }) => rule.split('/').at(-1) ?? rule));
  return OWN_FIXES.filter((own) => own.rules.some((rule) => rules.has(rule))).flatMap((own) =>
    own
      .fix({ path, text, tree }, sights)
      .map((edits) => ({ title: own.title, text: applyEdits(text, withoutOverlaps(edits)) })),
  );
}

function suggestedWays(text: string, findings: readonly LeftOver[]): Way[] {
  const kinds = new Map<string, Edit[]>();
  const offset = text.startsWith('\uFEFF') ? 1 : 0;
  for (const { suggestions } of findings) {
    for (const { desc, start, end, text: by } of suggestions) {
      // Two findings have the same kind of suggestion when only the names in it differ.
      const kind = desc.replace(/(['"`]).*?\1/g, '…');
      kinds.set(kind, [...(kinds.get(kind) ?? []), { start: start + offset, end: end + offset, text: by }]);
    }
  }
  return [...kinds]
    .sort(([a], [b]) => rankOf(a) - rankOf(b))
    .map(([kind, edits]) => ({ title: lowerFirst(kind), text: applyEdits(text, withoutOverlaps(edits)) }));
}

/** What only hides the finding comes last. */
function rankOf(kind: string): number {
  return /\bvoid\b|disable|ignore|ts-expect-error|comment/i.test(kind) ? 1 : 0;
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}
