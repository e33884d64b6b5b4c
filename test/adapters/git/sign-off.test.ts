import { describe, expect, it } from '@jest/globals';
import { IDENTITY } from '../../../src/adapters/git/git.ts';
import { signOff } from '../../../src/adapters/git/sign-off.ts';

const LINE = `Signed-off-by: ${IDENTITY.name} <${IDENTITY.email}>`;

describe('signOff', () => {
  it('adds a paragraph of its own', () => {
    expect(signOff('lore: what was learned\n')).toBe(`lore: what was learned\n\n${LINE}\n`);
    expect(signOff('fix: it\n\nnote: this is\nno trailer at all')).toBe(
      `fix: it\n\nnote: this is\nno trailer at all\n\n${LINE}\n`,
    );
  });

  it('joins the trailers that are there', () => {
    expect(signOff('fix: it\n\nWhy.\n\nDreamos-Base: abc\nDreamos-Fixer: modules\n')).toBe(
      `fix: it\n\nWhy.\n\nDreamos-Base: abc\nDreamos-Fixer: modules\n${LINE}\n`,
    );
  });

  it('does not take a subject for trailers', () => {
    expect(signOff('fix: it')).toBe(`fix: it\n\n${LINE}\n`);
  });
});
