import { ProbotOctokit } from 'probot';

type Options = NonNullable<ConstructorParameters<typeof ProbotOctokit>[0]>;

/**
 * Probot's octokit without its throttle and its retries: these retry a POST that may have been done, and wait without a
 * deadline. Ours are in `retry-call.ts`. A function, because Probot writes over what is given as an object.
 */
export const PlainOctokit: typeof ProbotOctokit = ProbotOctokit.defaults((instance: Options) => ({
  ...instance,
  throttle: { ...instance.throttle, enabled: false },
  retry: { enabled: false },
}));
