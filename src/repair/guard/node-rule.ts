import type { Node } from '@babel/types';
import type { Occurrence } from './occurrence.ts';
import { occurrenceRule } from './occurrence-rule.ts';
import { around, lineOf } from './reading/around.ts';
import { matchesInBareCode } from './reading/bare-code.ts';
import { type Names, namesOf } from './reading/names.ts';
import type { Source } from './reading/source.ts';
import type { Rule } from './rule.ts';

type Find = (
  node: Node,
  names: Names,
  source: Source,
) => { kind: string; why: string; context?: string } | null;

/** A rule over every node, and over the words of code that no parser takes. */
export function nodeRule(name: string, summary: string, find: Find, bare: RegExp | null): Rule {
  return occurrenceRule({
    name,
    summary,
    find: (source) => {
      const names = namesOf(source);
      const found: Occurrence[] = source.nodes.flatMap((node) => {
        const one = find(node, names, source);
        return one === null ? [] : [{ context: around(node, source), ...one, line: lineOf(node) }];
      });
      if (bare === null || source.program !== null) return found;
      return matchesInBareCode(source, bare).map(({ text, line }) => ({
        kind: text.trim(),
        context: text,
        line,
        why: `\`${text.trim()}\`: ${summary}`,
      }));
    },
  });
}
