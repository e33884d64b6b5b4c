import type { Node, ObjectPattern } from '@babel/types';
import type { Source } from './source.ts';
import { type Constants, staticText } from './static-text.ts';

/** What the names of a file stand for, without regard to scopes: enough to see through aliases. */
export interface Names {
  /** `process.env.CI`, `it.skip`, `this.skip`; null for what has no such name. Aliases, `globalThis.` and computed keys are seen through. */
  of(node: Node | null | undefined): string | null;
  /** The text that an expression always has, or null. */
  text(node: Node | null | undefined): string | null;
  /** Module specifier that a local name was imported from, or null. */
  importedFrom(local: string): string | null;
}

/** Left off before a name: what is on them is meant. */
const GLOBAL_OBJECTS = /^(?:globalThis|global|window|self|import\.meta\.vitest)\./;
const known = new WeakMap<Source, Names>();

export function namesOf(source: Source): Names {
  let names = known.get(source);
  if (names === undefined) {
    names = readNames(source);
    known.set(source, names);
  }
  return names;
}

function readNames(source: Source): Names {
  const aliases = new Map<string, Node | string>();
  const imports = new Map<string, string>();
  const constants: Constants = new Map();
  for (const node of source.nodes) {
    if (node.type === 'ImportDeclaration')
      for (const specifier of node.specifiers) {
        imports.set(specifier.local.name, node.source.value);
        aliases.set(specifier.local.name, importedName(specifier, node.source.value));
      }
    if (node.type === 'VariableDeclarator' && node.init) {
      if (node.id.type === 'Identifier') {
        if (mayBeAlias(node.init)) aliases.set(node.id.name, node.init);
        constants.set(node.id.name, node.init);
        const loaded = requiredModule(node.init);
        if (loaded !== null) imports.set(node.id.name, loaded);
      } else if (node.id.type === 'ObjectPattern') addPattern(node.id, node.init, aliases, imports);
    }
  }
  const text = (node: Node | null | undefined) => (node ? staticText(node, constants) : null);
  const of = (node: Node | null | undefined, depth = 0): string | null => {
    const name = node && depth < 20 ? dotted(node, aliases, text, (inner) => of(inner, depth + 1)) : null;
    return name === null ? null : name.replace(GLOBAL_OBJECTS, '');
  };
  return { of: (node) => of(node), text, importedFrom: (local) => imports.get(local) ?? null };
}

/** Only names, members and `require` calls: what is computed by a call is another thing. */
function mayBeAlias(init: Node): boolean {
  const node = unwrap(init);
  return (
    node.type === 'Identifier' ||
    node.type === 'MemberExpression' ||
    node.type === 'OptionalMemberExpression' ||
    requiredModule(node) !== null
  );
}

/** The module that `require`, an awaited `import()` or `process.getBuiltinModule` loads. */
function requiredModule(init: Node): string | null {
  const outer = unwrap(init);
  const awaited = outer.type === 'AwaitExpression';
  const node = awaited ? unwrap(outer.argument) : outer;
  if (node.type !== 'CallExpression' || !loads(node.callee, awaited)) return null;
  const argument = node.arguments[0];
  return argument?.type === 'StringLiteral' ? argument.value : null;
}

function loads(callee: Node, awaited: boolean): boolean {
  if (callee.type === 'Import') return awaited;
  if (callee.type === 'Identifier') return callee.name === 'require';
  return (
    callee.type === 'MemberExpression' &&
    callee.property.type === 'Identifier' &&
    callee.property.name === 'getBuiltinModule'
  );
}

function importedName(specifier: Node, from: string): string {
  const module = moduleName(from);
  if (specifier.type !== 'ImportSpecifier') return module;
  const name = specifier.imported.type === 'Identifier' ? specifier.imported.name : specifier.imported.value;
  return name === 'default' ? module : memberOfModule(module, name);
}

function moduleName(from: string): string {
  const plain = from.replace(/^node:/, '');
  return plain === 'process' || plain === 'assert' || plain === 'assert/strict'
    ? plain.replace('/strict', '')
    : `<${plain}>`;
}

/** Runners export the names that others have as globals. */
const RUNNER_MODULE =
  /^<(?:test|vitest|mocha|bun:test|@jest\/globals|@playwright\/test|uvu|tape|tap|ava|chai|cypress|jasmine|@japa\/runner)>$/;

function memberOfModule(module: string, name: string): string {
  return RUNNER_MODULE.test(module) ? name : `${module}.${name}`;
}

function addPattern(
  pattern: ObjectPattern,
  init: Node,
  aliases: Map<string, Node | string>,
  imports: Map<string, string>,
): void {
  const loaded = requiredModule(init);
  for (const property of pattern.properties) {
    if (property.type !== 'ObjectProperty') continue;
    const target = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
    if (target.type === 'ObjectPattern') {
      addPattern(target, memberNode(init, property.key, property.computed), aliases, imports);
      continue;
    }
    if (target.type !== 'Identifier') continue;
    if (loaded !== null) imports.set(target.name, loaded);
    aliases.set(target.name, memberNode(init, property.key, property.computed));
  }
}

/** `init.key` as a node, so that it resolves like any other member. */
function memberNode(object: Node, property: Node, computed: boolean): Node {
  return { type: 'MemberExpression', object, property, computed } as Node;
}

function dotted(
  given: Node,
  aliases: ReadonlyMap<string, Node | string>,
  text: (node: Node) => string | null,
  of: (node: Node) => string | null,
): string | null {
  const node = unwrap(given);
  switch (node.type) {
    case 'Identifier': {
      const alias = aliases.get(node.name);
      if (alias === undefined || alias === node) return node.name;
      return typeof alias === 'string' ? alias : (of(alias) ?? node.name);
    }
    case 'ThisExpression':
      return 'this';
    case 'MetaProperty':
      return `${node.meta.name}.${node.property.name}`;
    case 'AwaitExpression':
    case 'CallExpression': {
      const loaded = requiredModule(node);
      return loaded === null ? null : moduleName(loaded);
    }
    case 'MemberExpression':
    case 'OptionalMemberExpression': {
      const object = of(node.object);
      const property = node.computed
        ? text(node.property)
        : node.property.type === 'Identifier'
          ? node.property.name
          : node.property.type === 'StringLiteral'
            ? node.property.value
            : null;
      if (object === null || property === null) return null;
      return property === 'default' && object.startsWith('<') ? object : memberOfModule(object, property);
    }
    default:
      return null;
  }
}

/** Without what changes a type or groups only; of a sequence the last. */
export function unwrap(node: Node): Node {
  switch (node.type) {
    case 'TSNonNullExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TypeCastExpression':
    case 'ParenthesizedExpression':
    case 'ChainExpression' as never:
      return unwrap((node as { expression: Node }).expression);
    case 'SequenceExpression':
      return unwrap(node.expressions.at(-1) ?? node);
    default:
      return node;
  }
}
