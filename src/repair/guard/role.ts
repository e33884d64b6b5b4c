import { isLockfile } from './protected-path.ts';
import { baseName, isScript, languageOf } from './reading/language.ts';
import { toolOf } from './tool-config.ts';

/**
 * What a path says a file is for.
 * - `test`: holds tests. `support`: code that tests lean on: mocks, helpers, set-up.
 * - `snapshot`, `fixture`: what tests compare with.
 * - `plain`: anything else.
 */
export type Role = 'test' | 'support' | 'snapshot' | 'fixture' | 'plain';

const TEST_FOLDER =
  /^(?:tests?|__tests?__|specs?|__specs__|e2e|cypress|integration[-_]tests?|unit[-_]tests?|test[-_]suite)$/i;
const SNAPSHOT_FOLDER =
  /^(?:__snapshots__|__image_snapshots__|snapshots?|golden|goldens|__golden__|expected|baselines?)$/i;
const FIXTURE_FOLDER =
  /^(?:__fixtures__|fixtures?|test[-_]?data|test[-_]?fixtures?|__testfixtures__|cassettes|__recordings__)$/i;
const MOCK_FOLDER = /^__mocks__$/i;
/** `.test.` and its like, whatever the language of the part after it. */
const TEST_NAME =
  /(?:^|\.)(?:test|tests|spec|specs|cy|e2e|e2e-spec|e2e-test|int-test|it-spec|test-d|spec-d|unit)\.[a-z0-9]+$|^tests?\.[cm]?[jt]sx?$/i;
const FOREIGN_TEST_NAME =
  /^(?:test_.*|.*_test|conftest)\.py$|_test\.(?:go|exs?|dart|rb|cc|cpp)$|_spec\.(?:rb|lua)$|(?:Tests?|Spec|IT)\.(?:java|kt|scala|cs|php|swift)$|^test_.*\.(?:rb|cc|cpp)$/;
const SETUP_NAME =
  /^(?:setup[-_.]?tests?|tests?[-_.]setup|(?:jest|vitest|mocha)[-_.](?:[\w-]+\.)?(?:setup|global|env(?:ironment)?|teardown|polyfills?)|(?:global[-_.]?)?(?:setup|teardown)[-_.]?(?:jest|vitest|tests?))(?:[-_.][\w-]+)*\.[cm]?[jt]sx?$/i;
const DATA_IN_TEST_FOLDER = /\.(?:md|mdx|markdown|rst|adoc|txt|gitkeep)$/i;

export function roleOf(path: string): Role {
  const folders = path.split('/').slice(0, -1);
  const name = baseName(path);
  const has = (pattern: RegExp) => folders.some((folder) => pattern.test(folder));
  const inTests = has(TEST_FOLDER) || has(MOCK_FOLDER);
  if (
    /\.(?:snap|snapshot|ambr)$/i.test(name) ||
    folders.some((folder) => /^__(?:image_)?snapshots__$/i.test(folder))
  )
    return 'snapshot';
  if (has(/^__fixtures__$|^__testfixtures__$|^testdata$/i)) return 'fixture';
  if (isTestName(name)) return isScript(path) || languageOf(path) === 'foreign' ? 'test' : 'fixture';
  if (inTests && has(SNAPSHOT_FOLDER)) return 'snapshot';
  if (has(FIXTURE_FOLDER) && (inTests || !isScript(path))) return 'fixture';
  // Settings in a folder of tests are settings: they have rules of their own.
  if (name === 'package.json' || name.startsWith('.') || toolOf(path) !== null || isLockfile(path))
    return 'plain';
  if (has(MOCK_FOLDER) || SETUP_NAME.test(name)) return 'support';
  if (!has(TEST_FOLDER))
    return has(/^(?:golden|goldens|__golden__)$/i) || isExpectation(path) ? 'snapshot' : 'plain';
  if (languageOf(path) === 'docs' || DATA_IN_TEST_FOLDER.test(name))
    return languageOf(path) === 'docs' ? 'plain' : 'fixture';
  return roleInTestFolder(path, folders);
}

/** By the names that approval tests and people give to what should come out. */
function isExpectation(path: string): boolean {
  const name = baseName(path);
  if (/\.(?:golden|approved|received)(?:\.|$)/i.test(name)) return true;
  return (
    !isScript(path) && languageOf(path) !== 'docs' && /^expected(?:[._-]|$)|[._-]expected(?:\.|$)/i.test(name)
  );
}

/** Code in a test folder is a test, or something tests lean on; `spec/` may also hold a specification. */
function roleInTestFolder(path: string, folders: readonly string[]): Role {
  if (isScript(path) || languageOf(path) === 'foreign')
    return folders.some((folder) =>
      /^(?:helpers?|support|utils?|lib|mocks?|setup|factories|page-?objects?|stubs?|fakes?)$/i.test(folder),
    ) || /(?:helper|util|setup|mock|stub|fake|factory)s?\.[cm]?[jt]sx?$/i.test(path)
      ? 'support'
      : 'test';
  const specification = folders.every((folder) => !TEST_FOLDER.test(folder) || /^specs?$/i.test(folder));
  return specification ? 'plain' : 'fixture';
}

/** True for what belongs to the tests by its path: tests, what they lean on, what they compare with. */
export function isTestPath(path: string): boolean {
  return roleOf(path) !== 'plain';
}

function isTestName(name: string): boolean {
  return TEST_NAME.test(name) || FOREIGN_TEST_NAME.test(name);
}

/** Names such as `math-test.js` and `test-math.js`: tests only when they hold tests. */
export function mayBeTest(path: string): boolean {
  return /(?:^|[-_])tests?[-_.]|[-_](?:tests?|specs?)\.[cm]?[jt]sx?$/i.test(baseName(path));
}

/** The folder of tests that a path is in, up to and with the first: `packages/a/test`; null when in none. */
export function testFolderOf(path: string): string | null {
  const parts = path.split('/').slice(0, -1);
  const index = parts.findIndex((part) => TEST_FOLDER.test(part));
  return index === -1 ? null : parts.slice(0, index + 1).join('/');
}

/** `.test.ts`, `-spec.js`: what a runner finds a test by; null when its name says nothing. */
export function testMarkOf(path: string): string | null {
  return (
    /[-._](?:tests?|specs?|cy|e2e|e2e-spec|test-d|unit)\.[a-z0-9]+$/i
      .exec(baseName(path))?.[0]
      .toLowerCase() ?? null
  );
}

/** True where runners and people do not look for tests. */
export function isOutOfSight(path: string): boolean {
  return path
    .split('/')
    .some(
      (part, index, all) =>
        /^(?:[._-]*(?:disabled?|skip(?:ped)?|archived?|old|wip|broken|quarantined?|ignored?|trash|attic|deprecated|legacy|backup|flaky|todo|pending|node_modules|dist|build|out|tmp|temp|__fixtures__|fixtures|testdata|__mocks__|__snapshots__|examples?|docs?))$/i.test(
          part,
        ) || (index === all.length - 1 ? /^[._](?!_)/.test(part) : /^\./.test(part)),
    );
}
