const FOLDER =
  /(?:^|\/)(?:__tests__|__mocks__|__fixtures__|__snapshots__|tests?|specs?|e2e|cypress|fixtures|testdata)\//;
const NAME = /(?:\.|_|-)(?:test|spec|e2e|cy)\.[cm]?[jt]sx?$|(?:^|\/)(?:test|spec)(?:-[^/]*)?\.[cm]?[jt]sx?$/;

/** True for what belongs to the tests: there a fixer may change import paths and nothing else. Errs towards yes: the guard has the last word. */
export function isTestPath(path: string): boolean {
  return FOLDER.test(path) || NAME.test(path);
}
