import type { Route } from '../router.ts';
import { actionRoutes } from './actions.ts';
import { appRoutes } from './app.ts';
import { checkRoutes } from './checks.ts';
import { commentRoutes } from './comments.ts';
import { commitRoutes } from './commits.ts';
import { contentRoutes } from './contents.ts';
import { graphqlRoutes } from './graphql.ts';
import { hookRoutes } from './hook.ts';
import { issueRoutes } from './issues.ts';
import { labelRoutes } from './labels.ts';
import { mergeRoutes } from './merges.ts';
import { pullRoutes } from './pulls.ts';
import { refRoutes } from './refs.ts';
import { repoRoutes } from './repos.ts';
import { reviewRoutes } from './reviews.ts';

/** The first that fits answers: what may hold a slash stands behind what does not. */
export const ALL_ROUTES: readonly Route[] = [
  ...appRoutes,
  ...hookRoutes,
  ...repoRoutes,
  ...commentRoutes,
  ...labelRoutes,
  ...issueRoutes,
  ...checkRoutes,
  ...pullRoutes,
  ...mergeRoutes,
  ...reviewRoutes,
  ...actionRoutes,
  ...contentRoutes,
  ...refRoutes,
  ...commitRoutes,
  ...graphqlRoutes,
];
