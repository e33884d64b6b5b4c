import { scan, type Token } from './scan.ts';

/** Text put around a fragment, on its first and last line, so that a parser may take it. */
export interface Frame {
  readonly prefix: string;
  readonly suffix: string;
}

const CLOSER: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** What the fragment may be a part of, likeliest first. */
const ROOTS: Readonly<Record<'code' | 'data', readonly Frame[]>> = {
  code: [
    { prefix: '', suffix: '' },
    { prefix: 'class _{', suffix: '}' },
    { prefix: '({', suffix: '})' },
    { prefix: 'switch(_){', suffix: '}' },
    { prefix: 'interface _{', suffix: '}' },
    { prefix: '_', suffix: '' },
    { prefix: '', suffix: '_' },
    { prefix: '({_:_', suffix: '})' },
    { prefix: '_(', suffix: ')' },
    { prefix: '[', suffix: ']' },
    { prefix: 'import {', suffix: '} from "_"' },
    { prefix: '(<>', suffix: '</>)' },
    { prefix: '(<_ ', suffix: '/>)' },
    { prefix: 'type _=', suffix: '' },
  ],
  data: [
    { prefix: '(', suffix: ')' },
    { prefix: '({', suffix: '})' },
    { prefix: '([', suffix: '])' },
    { prefix: '({_:[', suffix: ']})' },
  ],
};

/**
 * Ways to complete a piece of a file: brackets it closes are opened before it, brackets it opens are closed after it,
 * and the whole stands where such code may stand. Likeliest first.
 */
export function framesOf(text: string, kind: 'code' | 'data'): Frame[] {
  const comment = commentFrame(text);
  const { closers, openers } = unmatched(scan(comment.prefix + text + comment.suffix));
  const suffix = openers.map((opener) => CLOSER[opener] ?? '').reverse();
  const frames: Frame[] = [];
  const styles = closers.some((closer) => closer.text === '}') ? [true, false] : [true];
  for (const root of ROOTS[kind])
    for (const asFunctions of kind === 'data' ? [false] : styles)
      frames.push({
        prefix: root.prefix + openersFor(closers, asFunctions) + comment.prefix,
        // A line comment may end the fragment.
        suffix: `${comment.suffix}\n${suffix.join('')}${root.suffix}`,
      });
  return frames;
}

/** A fragment may start or end within a block comment. */
function commentFrame(text: string): Frame {
  const end = text.indexOf('*/');
  const start = text.indexOf('/*');
  if (end !== -1 && (start === -1 || end < start)) return { prefix: '/*', suffix: '' };
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const inside = lines.length > 0 && lines.every((line) => /^\s*\*(?!\/)/.test(line));
  return inside ? { prefix: '/*', suffix: '*/' } : { prefix: '', suffix: '' };
}

interface Closer {
  readonly text: string;
  /** The token after it; '' at the end. */
  readonly next: string;
}

function unmatched(tokens: readonly Token[]): { closers: Closer[]; openers: string[] } {
  const code = tokens.filter((token) => token.kind !== 'comment');
  const openers: string[] = [];
  const closers: Closer[] = [];
  code.forEach((token, index) => {
    if (token.kind !== 'punctuation') return;
    if (CLOSER[token.text] !== undefined) openers.push(token.text);
    else if (token.text === ')' || token.text === ']' || token.text === '}') {
      if (openers.length > 0) openers.pop();
      else closers.push({ text: token.text, next: code[index + 1]?.text ?? '' });
    }
  });
  return { closers, openers };
}

/** Outermost first. What follows a closer tells what it closed. */
function openersFor(closers: readonly Closer[], asFunctions: boolean): string {
  return closers
    .map((closer, index) => openerFor(closer, closers[index + 1]?.text ?? '', asFunctions))
    .reverse()
    .join('');
}

function openerFor(closer: Closer, around: string, asFunctions: boolean): string {
  const { text, next } = closer;
  if (text === ']') return '[';
  if (text === ')') return next === '{' ? 'if(' : next === '=' ? '(' : '_(';
  if (next === 'else') return 'if(_){';
  if (next === 'catch' || next === 'finally') return 'try{';
  if (asFunctions) return around === ')' ? 'async()=>{' : '{';
  if (around === ')' || around === ']') return '{';
  return next === ';' ? '_={' : '_:{';
}
