import type { Node } from '@babel/types';
import { nodeRule } from '../node-rule.ts';
import type { Names } from '../reading/names.ts';
import { childrenOf } from '../reading/source.ts';
import type { Rule } from '../rule.ts';

const PRECIOUS =
  /(?:^|[/.\\_-])(?:tests?|specs?|__tests__|__snapshots__|__mocks__|e2e)(?:[/.\\]|$)|\.snap\b|node_modules|(?:^|\/)(?:jest|vitest|tsconfig|eslint|\.eslintrc|\.mocharc|package(?:-lock)?)[\w.-]*\.(?:[cm]?[jt]s|json)$|\.github|(?:^|\/)\.git(?:\/|$)/;
const HOSTILE_COMMAND =
  /\brm\s+-\w*r\w*\s.*(?:test|spec|snap|node_modules|\.git\b|[~/]\s*$)|\bgit\s+(?:checkout|restore|rm)\b.*\b(?:tests?|specs?)\b|\bgit\s+(?:update-index|config\s+--global)\b|(?:curl|wget)\b[^|]*\|\s*(?:ba|z)?sh|--no-verify|\bsed\s+-i.*(?:test|spec|package)|\bnpm\s+(?:pkg set|config set)/;
const WRITES =
  /(?:^|\.)(?:write(?:File)?|appendFile|rm(?:dir)?|unlink|rename|truncate|copyFile|symlink|outputFile|remove|emptyDir)(?:Sync)?$/;

export const hostileCode: Rule = nodeRule(
  'hostile-code',
  'No code may be added that changes tests, tools or the repository while it runs, or that ships the environment off.',
  (node, names) => {
    if (node.type !== 'CallExpression') return null;
    const name = names.of(node.callee) ?? '';
    const paths = node.arguments.slice(0, 2).map((argument) => fixedPath(argument, names));
    if (WRITES.test(name) && isFileSystem(name) && paths.some((path) => path !== null && PRECIOUS.test(path)))
      return { kind: 'writes-precious', why: 'it writes or deletes files of tests or tools while it runs' };
    const words = () => node.arguments.flatMap((argument) => textsIn(argument, names)).join(' ');
    if (/child_process>|execa|shelljs|zx>/.test(name) && HOSTILE_COMMAND.test(words()))
      return {
        kind: 'command',
        why: 'the command changes or deletes what it should not, or runs what it loads',
      };
    if (name === 'JSON.stringify' && names.of(node.arguments[0]) === 'process.env')
      return { kind: 'environment', why: 'it writes out the whole environment, tokens and all' };
    return null;
  },
  null,
);

function isFileSystem(name: string): boolean {
  return (
    /^<(?:fs|fs\/promises|fs-extra|graceful-fs|rimraf|del)>|^fs\.|^fsp\./.test(name) || /^\w+Sync$/.test(name)
  );
}

function textsIn(node: Node, names: Names): string[] {
  const text = names.text(node);
  if (text !== null) return [text];
  if (/Function/.test(node.type)) return [];
  if (node.type === 'TemplateElement') return [node.value.raw];
  return childrenOf(node).flatMap((child) => textsIn(child, names));
}

/** A path that is the same in every run, such as `join(__dirname, 'x')`; null for one within a folder that is not known. */
function fixedPath(node: Node, names: Names): string | null {
  const text = names.text(node);
  if (text !== null) return text;
  const name = names.of(node);
  if (name !== null) return /^(?:__dirname|import\.meta\.(?:dirname|url))$/.test(name) ? '' : null;
  if (node.type === 'TemplateElement') return node.value.raw;
  const callee =
    node.type === 'CallExpression' || node.type === 'NewExpression' ? (names.of(node.callee) ?? '') : '';
  if (callee === 'process.cwd') return '';
  const isJoin =
    /(?:^|\.)(?:join|resolve|URL|fileURLToPath)$/.test(callee) || node.type === 'TemplateLiteral';
  if (!isJoin) return null;
  const parts = childrenOf(node)
    .filter((child) => !('callee' in node && node.callee === child))
    .map((child) => fixedPath(child, names));
  return parts.includes(null) ? null : parts.join('/');
}
