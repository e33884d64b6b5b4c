import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readLine, readScript } from '../../../src/checks/detect/read-script.ts';

const toolsOf = (line: string, scripts = {}) => [...readLine(line, scripts).tools];

describe('readLine', () => {
  it.each([
    ['tsc --noEmit', ['tsc']],
    ['cross-env NODE_ENV=test nyc --reporter=text mocha test/*.js', ['mocha']],
    ['NODE_ENV=test npx jest --coverage', ['jest']],
    ['node --test test/', ['node-test']],
    ['tsx --test', ['node-test']],
    ['node --import tsx --test "test/**/*.ts"', ['node-test']],
    ['node scripts/build.js', []],
    ['node bin/fix.js eslint lib/**/*.js', ['eslint']],
    ['./node_modules/.bin/eslint src', ['eslint']],
    ['node ./node_modules/mocha/bin/_mocha.js', ['mocha']],
    ['pnpm exec vitest run', ['vitest']],
    ['next lint', ['eslint']],
    ['biome format', ['biome']],
    ['rm -rf jest && echo mocha', []],
    ['./scripts/jest', []],
    ['standard | snazzy && tap -j4', ['standard', 'tap']],
    ['tsc -b; eslint .', ['tsc', 'eslint']],
    ['bun test', ['bun-test']],
    ['vite', []],
    ['git diff --exit-code', []],
    ['node bin/mocha.js --ui qunit', []],
    ['serve jest', []],
    ['nyc --no-clean --reporter=json mocha', ['mocha']],
    ['c8 --reporter lcov ava', ['ava']],
    ['dotenv -e .env -- jest', ['jest']],
  ])('sees the tools of %s', (line, tools) => {
    expect(toolsOf(line)).toEqual(tools);
  });

  it.each([
    ['npm run unit', ['ava']],
    ['npm test', ['jest']],
    ['npm t', ['jest']],
    ['npm run-script unit', ['ava']],
    ['npm run --silent unit', ['ava']],
    ['yarn unit', ['ava']],
    ['yarn run unit && yarn test', ['ava', 'jest']],
    ['pnpm unit', ['ava']],
    ['bun run unit', ['ava']],
    ['bun test', ['bun-test']],
    ['node --run unit', ['ava']],
    ['run-s unit lint:*', ['ava', 'eslint', 'stylelint']],
    ['npm-run-all --parallel "lint:*" unit', ['eslint', 'stylelint', 'ava']],
    ['run-p lint:** -- --color', ['eslint', 'stylelint', 'prettier']],
    ['concurrently -c "red,blue" "npm run unit" "tsc -w"', ['ava', 'tsc']],
    ['conc "npm:lint:*"', ['eslint', 'stylelint']],
    ['pnpm run "/^lint:(js|css)$/"', ['eslint', 'stylelint']],
    ['FORCE_COLOR=1 pnpm run /^lint:/', ['eslint', 'stylelint', 'prettier']],
    ['cross-env CI=1 npm run unit', ['ava']],
    ['pnpm run "/(/"', []],
    ['pnpm -r run unit', []],
    ['npm run unit --workspaces', []],
    ['yarn workspace a run unit', []],
    ['npm run nothing', []],
  ])('follows %s into other scripts', (line, tools) => {
    const scripts = {
      unit: 'ava',
      test: 'jest',
      'lint:js': 'eslint .',
      'lint:css': 'stylelint .',
      'lint:js:deep': 'prettier --check .',
    };
    expect(toolsOf(line, scripts)).toEqual(tools);
  });

  it('comes to an end where scripts call one another in a circle', () => {
    const scripts = { a: 'npm run b', b: 'npm run a && tsc' };
    expect(toolsOf('npm run a', scripts)).toEqual(['tsc']);
  });

  it.each([
    ['eslint . --fix', 'eslint .'],
    ['eslint --fix --fix-type=problem "src/**"', 'eslint "src/**"'],
    ['eslint --fix-dry-run .', null],
    ['prettier -w src', 'prettier --check src'],
    ['prettier src', 'prettier --check src'],
    ['prettier --check src', null],
    ['prettier --list-different src', null],
    ['prettier --write --check src', 'prettier --check src'],
    ['oxfmt', 'oxfmt --check'],
    ['dprint fmt', 'dprint check'],
    ['biome check --write --unsafe .', 'biome check .'],
    ['biome lint --apply src', 'biome lint src'],
    ['jest --watchAll -u', 'jest'],
    ['jest --watchAll=false', null],
    ['vitest', null],
    ['vitest watch --ui', 'vitest run'],
    ['vitest -u', 'vitest'],
    ['tsc -p . --watch --preserveWatchOutput', 'tsc -p .'],
    ['mocha -w', 'mocha'],
    ['turbo run lint -- --fix', 'turbo run lint'],
    ['cross-env X=1 eslint --fix a && prettier --write b', 'cross-env X=1 eslint a && prettier --check b'],
    ['yarn lint --fix', 'eslint .'],
    ['npm run lint -- --fix --quiet', 'eslint . --quiet'],
    ['npm run lint && npm run mend', 'npm run lint && eslint x'],
    ['run-s lint mend', 'eslint . && eslint x'],
  ])('makes %s report only', (line, reporting) => {
    const reading = readLine(line, { lint: 'eslint .', mend: 'eslint x --fix' });
    expect(reading.line).toBe(reporting ?? line);
    expect(reading.changed.size > 0).toBe(reporting !== null);
  });

  it.each([
    ['echo "no tests" && exit 0', 'it only prints'],
    ['nodemon index.js', 'it waits for changes and never ends'],
    ['vite', 'it waits for changes and never ends'],
    ['next dev', 'it waits for changes and never ends'],
    ['webpack --watch', 'it waits for changes and never ends'],
    ['tsup --watch', 'it waits for changes and never ends'],
    ['npm run ship', 'it publishes or deploys'],
    ['vercel deploy --prod', 'it publishes or deploys'],
    ['gulp lint:fix', 'it changes files'],
    ['vite build', null],
    ['next build', null],
    ['echo start && jest', null],
    ['npm run quiet && jest', null],
  ])('refuses %s: %s', (line, refusal) => {
    const scripts = { ship: 'npm run build && npm publish', build: 'tsc', quiet: 'echo x' };
    expect(readLine(line, scripts).refusal).toBe(refusal);
  });

  it('takes any text', () => {
    const word = fc.constantFrom(
      'npm run a',
      'run-p',
      '*',
      '"',
      "'",
      '\\',
      '&&',
      '|',
      'eslint',
      '--fix',
      'b',
      '$(',
      '--',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string()), { maxLength: 12 }), (words) => {
        const line = words.join(' ');
        const reading = readLine(line, { a: line, b: 'npm run a' });
        // What was made to report only stays as it is when it is read again.
        if (reading.changed.size === 0) expect(reading.line).toBe(line);
      }),
      { numRuns: 500, seed: 3 },
    );
  });
});

describe('readScript', () => {
  it('counts the hooks that npm runs before and after', () => {
    const reading = readScript('test', { pretest: 'tsc', test: 'tape', posttest: 'eslint .' });
    expect([...reading.tools]).toEqual(['tape', 'tsc', 'eslint']);
    expect(reading.line).toBe('tape');
  });
});
