import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { isTestPath } from '../../guard/role.ts';
import { type Candidate, replace, styled, toEdits } from './candidate.ts';
import type { Problem } from './problem.ts';
import type { Shape } from './shape.ts';
import type { Sources } from './sources.ts';

/** A name that nothing declares: imported from the module of the repository, or the builtin of Node, that gives it. */
export async function mendUndeclared(
  sources: Sources,
  { shape, name }: Extract<Problem, { kind: 'undeclared' }>,
): Promise<Candidate[]> {
  if (isTestPath(shape.path) || shape.declared.has(name)) return [];
  const givers = (await sources.holding(name)).filter(
    (one) =>
      one.path !== shape.path && !isTestPath(one.path) && one.exports.some((given) => given.name === name),
  );
  givers.sort((a, b) => steps(shape, a) - steps(shape, b));
  const own = givers.slice(0, 4).map((giver, index): Candidate => {
    const plain = posix.relative(posix.dirname(shape.path), giver.path);
    const path = withHabit(shape, plain.startsWith('.') ? plain : `./${plain}`);
    const edits = [importStatement(shape, `{ ${name} }`, path)];
    return { title: `import ${name} from '${path}'`, cost: 0.8 + index * 0.3, edits: toEdits(edits) };
  });
  if (!builtinModules.includes(name)) return own;
  const builtin = importStatement(shape, name, `node:${name}`);
  return [...own, { title: `import ${name} from 'node:${name}'`, cost: 0.5, edits: toEdits([builtin]) }];
}

function steps(from: Shape, to: Shape): number {
  return posix.relative(posix.dirname(from.path), to.path).split('/').length;
}

function withHabit(shape: Shape, path: string): string {
  const others = shape.references.filter(({ source }) => source.startsWith('.'));
  const short =
    others.length > 0
      ? others.every(({ source }) => !/\.[cm]?[jt]sx?$/.test(source))
      : shape.system === 'commonjs';
  return short ? path.replace(/\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '') : path;
}

/** After the last import of the file, else before its first statement. */
function importStatement(shape: Shape, clause: string, source: string): ReturnType<typeof replace> {
  const commonjs = shape.system === 'commonjs';
  const statement = styled(
    shape,
    commonjs ? `const ${clause} = require('${source}');` : `import ${clause} from '${source}';`,
  );
  const newline = shape.text.includes('\r\n') ? '\r\n' : '\n';
  const kinds = commonjs ? ['require'] : ['import'];
  const last = shape.references.filter(({ kind, names }) => kinds.includes(kind) && names.length > 0).at(-1);
  if (last) {
    const { end } = last.statement;
    return replace(shape, { start: end, end }, `${newline}${statement}`);
  }
  const directives = shape.tree.program.directives.at(-1)?.end ?? null;
  const start = directives ?? shape.tree.program.body[0]?.start ?? 0;
  return replace(
    shape,
    { start, end: start },
    directives === null ? `${statement}${newline}${newline}` : `${newline}${newline}${statement}`,
  );
}
