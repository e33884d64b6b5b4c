import type { IncidentOutcome } from '../../domain/outcome.ts';
import type { FileChange, Finding } from '../../domain/patch.ts';
import { guard } from '../../repair/guard/index.ts';
import type { Visit } from './visit.ts';

/**
 * Looks at a fix once more before it goes out: who proved it ran the repository's code, and who holds the token believes nothing of
 * that. `of`: a branch of ours as it is in the mirror, or a commit. It has to be one commit on top of `base` that the guard lets
 * through, and at most one of lore on that. Returns why it may not go out; null where it may.
 */
export async function examineFix(
  { commit, fixer }: Pick<IncidentOutcome, 'commit' | 'fixer'>,
  { base, of }: { readonly base: string; readonly of: string },
  { workshop, config, log }: Pick<Visit, 'workshop' | 'config' | 'log'>,
): Promise<string | null> {
  const [fix, lore, ...more] = (await workshop.added(base, of)).toReversed();
  const isChain = fix?.parents.join() === base && (lore === undefined || lore.parents.join() === fix.sha);
  if (!isChain || fix.sha !== commit || more.length > 0)
    return 'the fix is not one commit on the commit that it was proved on';
  const source = guard(await workshop.changes(base, fix.sha), {
    leaveAlone: config.leaveAlone,
    allow: fixer === 'lockfile' ? 'lockfile' : null,
  });
  const written = lore === undefined ? [] : findIn(await workshop.changes(fix.sha, lore.sha));
  const [found] = [...source.findings, ...written];
  if (found === undefined) return null;
  log(`${of}: refused before it went out: ${found.file}: ${found.rule}: ${found.why}`);
  return `looked at once more, the fix was refused: ${found.rule} in ${found.file}`;
}

/** Nothing but entries is added; what stands in them may be anything but a secret. */
function findIn(changes: readonly FileChange[]): Finding[] {
  const others = changes.filter(
    ({ path, before, afterMode }) =>
      before !== null || afterMode !== '100644' || !/^lore\/[^\n]+\.md$/.test(path),
  );
  return [
    ...others.map(({ path }) => ({
      rule: 'lore-alone',
      file: path,
      line: null,
      why: 'this is no new entry',
    })),
    // That it is lore is no finding here.
    ...guard(changes).findings.filter(({ rule }) => rule !== 'protected-file'),
  ];
}
