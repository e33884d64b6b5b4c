import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRedact } from '../../src/lore/redact.ts';
import { createDraw } from './corpus/draw.ts';
import { drawLookAlikes } from './corpus/look-alikes.ts';
import { ENVIRONMENT, plantSecrets } from './corpus/secrets.ts';

const SEEDS = [1, 7, 42, 1234, 99991, 20261124];
const redact = createRedact({ environment: ENVIRONMENT, home: ENVIRONMENT.HOME });

describe('createRedact', () => {
  it.each(SEEDS)('catches every secret of the corpus (seed %d)', (seed) => {
    const planted = plantSecrets(createDraw(seed));
    expect(planted.length).toBeGreaterThanOrEqual(60);
    const missed = planted.filter(({ text, secret }) => {
      const { text: left, cuts, stuck } = redact(text);
      return cuts.length === 0 || stuck.length > 0 || (secret !== '' && left.includes(secret));
    });
    expect(missed).toEqual([]);
  });

  it.each(SEEDS)('lets what only looks like one through (seed %d)', (seed) => {
    const lines = drawLookAlikes(createDraw(seed));
    expect(lines.length).toBeGreaterThanOrEqual(60);
    const cut = lines
      .map((line) => [line, redact(line)] as const)
      .filter(([line, { text, stuck }]) => text !== line || stuck.length > 0);
    expect(cut.map(([, { text }]) => text)).toEqual([]);
  });

  it('cuts nothing twice and nothing that it wrote', () => {
    const planted = plantSecrets(createDraw(5)).map(({ text }) => text);
    const page = fc.array(
      fc.oneof(fc.constantFrom(...planted), fc.constantFrom(...drawLookAlikes(createDraw(6))), fc.string()),
    );
    fc.assert(
      fc.property(page, (lines) => {
        const once = redact(lines.join('\n'));
        expect(redact(once.text)).toMatchObject({ text: once.text, cuts: [] });
      }),
      { numRuns: 300 },
    );
  });

  it('says what was cut and in which line, and never what it was', () => {
    const { text, cuts } = redact(`fine\nmail ${'ada'}@lovelace.co.uk\n\nat ${ENVIRONMENT.HOME}/a.ts`);
    expect(text).toBe('fine\nmail [cut: an e-mail address]\n\nat ~/a.ts');
    expect(cuts).toEqual([
      { what: 'an e-mail address', line: 2 },
      { what: 'a home folder', line: 4 },
    ]);
  });

  it('names the variable whose value it cut, also inside of a larger word', () => {
    const { SESSION_COOKIE_SECRET: value } = ENVIRONMENT;
    expect(redact(`x${value}y`).text).toBe('x[cut: the value of SESSION_COOKIE_SECRET]y');
  });

  it('leaves alone what an environment says that is no secret', () => {
    const said = [
      ENVIRONMENT.PATH,
      ENVIRONMENT.GITHUB_SHA,
      'main',
      ENVIRONMENT.NODE_OPTIONS,
      ENVIRONMENT.TOKEN_FILE,
    ];
    for (const text of said) expect(redact(text).text).toBe(text);
  });

  const token = `gh${'p_'}${createDraw(3).alnum(36)}`;
  const half = [createDraw(4).base64(64), `-----END ${'RSA PRIVATE'} KEY-----`].join('\n');
  const { BUILD_ID_SEED: seed } = ENVIRONMENT;
  it.each([
    ['a token that a terminal wrapped', `${token.slice(0, 22)}\n${token.slice(22)}`],
    ['a token with colours inside', `${token.slice(0, 9)}\u001b[31m${token.slice(9)}`],
    ['a token with an invisible character inside', `${token.slice(0, 9)}\u200b${token.slice(9)}`],
    ['a quoted value that was wrapped', `> ${seed.slice(0, 9)}\n> ${seed.slice(9)}`],
    ['the second half of a key', half],
  ])('does not take %s for cut', (_name, text) => {
    expect(redact(`before\n${text}\nafter`).stuck).toHaveLength(1);
  });

  it.each([
    ['password=hunter2secretpw', true],
    ['DB_PASSWORD=tr0ub4dor3', true],
    ['PGPASSWORD=s3cretpass9', true],
    ['password: string', false],
    ['password=undefined', false],
    ['passwordField2 = input2', false],
    ['the password was step2', false],
  ])('%s: is a password beside its name: %s', (text, isCut) => {
    expect(redact(text).cuts.length > 0).toBe(isCut);
  });

  it('is quick on texts that are made to be slow', () => {
    const times = (text: string) => text.repeat(60_000 / text.length);
    const started = performance.now();
    for (const text of [
      'password',
      'token: ',
      'sk-a-',
      '/home/',
      'a@b.',
      '-----BEGIN PRIVATE KEY-----\n',
      'https://',
      '\u001b[',
      '"key":"',
    ])
      redact(times(text));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
