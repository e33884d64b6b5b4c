import type { Visit } from './visit.ts';

/** What a heal is told of the branch that its fixes go onto: nothing of the default one. */
export function ontoBranch(
  branch: string,
  { synced }: Pick<Visit, 'synced'>,
): { readonly onto?: string | undefined } {
  return branch === synced.defaultBranch ? {} : { onto: branch };
}
