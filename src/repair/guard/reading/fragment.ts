import { scan, type Token } from './scan.ts';
import { type Closer, unmatchedIn } from './unmatched.ts';

/** Text put around a fragment, on its first and last line, so that a parser may take it. */
export interface Frame {
  readonly prefix: string;
  readonly suffix: string;
}

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
 * Ways to complete a piece of a file: what it closes is opened before it, what it opens is closed after it, and the
 * whole stands where such code may stand. Likeliest first. A `config` is code that is mostly one object.
 */
export function framesOf(text: string, kind: 'code' | 'data' | 'config', jsx: boolean): Frame[] {
  const comment = commentFrame(text);
  const tokens = scan(comment.prefix + text + comment.suffix);
  const { closers, missing } = unmatchedIn(tokens, jsx);
  const last = tokens.findLast((token) => token.kind !== 'comment');
  // What is cut in the middle of an expression gets its other half.
  const first = tokens.find((token) => token.kind !== 'comment');
  const spreads = first !== undefined && text.startsWith('...', first.start - comment.prefix.length);
  const head = first?.kind === 'punctuation' && !spreads && /[.?=+%&|,]/.test(first.text) ? '_' : '';
  const tail = last?.kind === 'punctuation' && /[(=:?&|+*%<>!~^-]/.test(last.text) ? '_' : '';
  const roots = kind === 'config' ? [...ROOTS.data.slice(1), ...ROOTS.code] : ROOTS[kind];
  return roots.flatMap((root) =>
    (kind === 'code' ? [true, false] : [false, true]).map((asFunctions) => ({
      prefix: root.prefix + openersFor(closers, asFunctions) + head + comment.prefix,
      // A line comment may end the fragment.
      suffix: `${comment.suffix}\n${tail}${missing.join('')}${root.suffix}`,
    })),
  );
}

/** A fragment may start or end within a block comment: then there is an end without a start, or stars all the way down. */
function commentFrame(text: string): Frame {
  const isEnd = ({ kind, text: star, start }: Token) =>
    kind === 'punctuation' && star === '*' && text[start + 1] === '/';
  if (text.includes('*/') && scan(text).some(isEnd)) return { prefix: '/*', suffix: '' };
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const inside = lines.length > 0 && lines.every((line) => /^\s*\*(?!\/)/.test(line));
  return inside ? { prefix: '/*', suffix: '*/' } : { prefix: '', suffix: '' };
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
  if (text.startsWith('</')) return text.replace('/', '');
  if (text === ']') return '[';
  if (text === ')') return next === '{' ? 'if(' : next === '=' ? '(' : '_(';
  if (next === 'else') return 'if(_){';
  if (next === 'catch' || next === 'finally') return 'try{';
  if (asFunctions) return around === ')' ? 'async()=>{' : '{';
  if (around === ')' || around === ']') return '{';
  return next === ';' ? '_={' : '_:{';
}
