import type { Node } from '@babel/types';

const PURE_LEAVES =
  /^(?:.*Literal|Identifier|ThisExpression|Super|FunctionExpression|ArrowFunctionExpression|MetaProperty|TemplateElement)$/;
const NEW_WITHOUT_EFFECT = new Set(['Map', 'Set', 'WeakMap', 'WeakSet', 'Date', 'Array', 'Object']);

/** True for an expression that does nothing but have a value. Reading a property counts as nothing. */
export function isPure(node: Node | null | undefined): boolean {
  if (!node) return true;
  switch (node.type) {
    case 'TemplateLiteral':
      return node.expressions.every(isPure);
    case 'UnaryExpression':
      return node.operator !== 'delete' && node.operator !== 'throw' && isPure(node.argument);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return isPure(node.left) && isPure(node.right);
    case 'ConditionalExpression':
      return isPure(node.test) && isPure(node.consequent) && isPure(node.alternate);
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return isPure(node.object) && (!node.computed || isPure(node.property));
    case 'ArrayExpression':
      return node.elements.every((element) => element?.type !== 'SpreadElement' && isPure(element));
    case 'ObjectExpression':
      return node.properties.every((property) =>
        property.type === 'ObjectProperty'
          ? isPure(property.value) && (!property.computed || isPure(property.key))
          : property.type === 'ObjectMethod',
      );
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'ParenthesizedExpression':
      return isPure(node.expression);
    case 'NewExpression':
      return (
        node.callee.type === 'Identifier' &&
        NEW_WITHOUT_EFFECT.has(node.callee.name) &&
        node.arguments.every(isPure)
      );
    case 'CallExpression':
      // `require` loads a module, as an import does; an unused one goes as an unused import goes.
      return (
        node.callee.type === 'Identifier' && node.callee.name === 'require' && node.arguments.every(isPure)
      );
    default:
      return PURE_LEAVES.test(node.type);
  }
}
