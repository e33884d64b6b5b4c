/** What speaks with git, loaded when a command first needs it. */
export async function importGit() {
  const [
    { deepen, renderDeepened },
    { openRepository },
    { GitHistory },
    { GitLog },
    { GitLoreFacts },
    { LoreBranch },
    { GitWorkspaces },
    { toGitEnvironment },
    { requireSnapshot, withSnapshot },
  ] = await Promise.all([
    import('../adapters/git/deepen.ts'),
    import('../adapters/git/open-repository.ts'),
    import('../adapters/git/git-history.ts'),
    import('../adapters/git/git-log.ts'),
    import('../adapters/git/git-lore-facts.ts'),
    import('../adapters/git/lore-branch.ts'),
    import('../adapters/git/git-workspaces.ts'),
    import('../adapters/git/environment.ts'),
    import('../adapters/git/working-tree.ts'),
  ]);
  return {
    deepen,
    renderDeepened,
    openRepository,
    GitHistory,
    GitLog,
    GitLoreFacts,
    LoreBranch,
    GitWorkspaces,
    toGitEnvironment,
    requireSnapshot,
    withSnapshot,
  };
}
