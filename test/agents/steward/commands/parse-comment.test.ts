import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { type ParsedComment, parseComment } from '../../../../src/agents/steward/commands/parse-comment.ts';
import { comments } from './comments.ts';

function decide(parsed: ParsedComment): string {
  if (parsed.status === 'none') return `[${parsed.why}]`;
  if (parsed.status === 'unknown') return `?${parsed.verb}|${parsed.nearest}`;
  return `${parsed.verb}|${parsed.rest}`;
}

describe('parseComment', () => {
  it.each(comments)('decides %j', (comment, decision) => {
    expect(decide(parseComment(comment))).toBe(decision);
  });

  it('decides as many as are promised, each once', () => {
    expect(comments.length).toBeGreaterThanOrEqual(120);
    expect(new Set(comments.map(([comment]) => comment)).size).toBe(comments.length);
  });

  it('is led by the first line alone', () => {
    const commanded = comments.filter(([comment]) => /^\S/.test(comment));
    fc.assert(
      fc.property(fc.constantFrom(...commanded), fc.string({ unit: 'binary' }), ([comment], more) => {
        const [line = ''] = comment.split(/\r\n?|\n/);
        expect(parseComment(`${line}\n${more}`)).toEqual(parseComment(line));
      }),
    );
  });

  it('answers to any text, quickly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(['none', 'unknown', 'command']).toContain(parseComment(`/dreamos ${text}`).status);
        if (!/^\s*\/dreamos/i.test(text)) expect(parseComment(text).status).toBe('none');
      }),
    );
    const started = Date.now();
    for (const character of [' ', '/', '>', '\t', '\u200b', '.', '-', '\n'])
      parseComment(`/dreamos ${character.repeat(65_000)}`);
    expect(Date.now() - started).toBeLessThan(2000);
  });
});
