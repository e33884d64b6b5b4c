import { describe, expect, it } from '@jest/globals';
import { toChunks, toQuery, toTerms } from '../../../src/lore/index/analyse.ts';

const analyse = (text: string) => toChunks(text).flatMap(toTerms);

describe('toTerms', () => {
  it.each([
    ['noUnusedVars', ['unus', 'var', 'no-unused-vars']],
    ['no-unused-vars', ['unus', 'var', 'no-unused-vars']],
    ['no_unused_vars', ['unus', 'var', 'no-unused-vars']],
    ['TS2304', ['ts2304']],
    ['ERR_MODULE_NOT_FOUND', ['err', 'modul', 'find', 'err-module-not-found']],
    ['parseHTTPHeader2', ['pars', 'http', 'header2', 'parse-http-header2']],
    ["don't", []],
    ["Ada's", ['ada']],
    ['went', ['go']],
    ['children', ['child']],
    ['42', []],
    ['x', []],
    ['the', []],
    ['d41d8cd98f00b204e9800998ecf8427e', []],
    ['Müller', ['muller']],
    ['größe', ['große']],
    ['naïve', ['naiv']],
  ])('reads %s', (chunk, terms) => {
    expect(toTerms(chunk)).toEqual(terms);
  });

  it('finds the parts of a path and of a quoted name', () => {
    expect(analyse("Cannot find module './lib/code-frame.js' from src/cli.ts")).toEqual(
      expect.arrayContaining([
        'cannot',
        'modul',
        'lib',
        'code-frame',
        'code',
        'frame',
        'js',
        'src',
        'cli',
        'ts',
      ]),
    );
  });

  it('makes no name of a sentence with hyphens', () => {
    expect(toTerms('a-very-long-sentence-that-somebody-wrote-with-hyphens')).not.toContain(
      'a-very-long-sentence-that-somebody-wrote-with-hyphens',
    );
  });
});

describe('toQuery', () => {
  it('leaves out the frames of the runner and of packages', () => {
    const terms = toQuery(
      [
        'AssertionError: expected 1 to equal 2',
        '    at Context.<anonymous> (tests/lib/rules/curly.js:12:3)',
        '    at callFn (node_modules/mocha/lib/runnable.js:350:21)',
        '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
      ].join('\n'),
    ).map(({ term }) => term);
    expect(terms).toEqual(expect.arrayContaining(['assertion-error', 'curli']));
    expect(terms).not.toContain('mocha');
    expect(terms).not.toContain('task');
  });

  it('weighs a word that is said again more, but never as often as it is said', () => {
    const [twice, once] = toQuery('curly curly else');
    expect(twice).toMatchObject({ term: 'curli', word: 'curly' });
    expect(once?.weight).toBe(1);
    expect(twice?.weight).toBeGreaterThan(1);
    expect(twice?.weight).toBeLessThan(2);
  });
});
