import type { FakeGitHub } from './fake-github.ts';

/** `folder`: where the bare repositories are kept; without it a temp folder that `close` removes. */
export async function startFakeGitHub(
  options: { readonly port?: number; readonly folder?: string } = {},
): Promise<FakeGitHub> {
  throw new Error(`Not made yet: ${JSON.stringify(options)}`);
}
