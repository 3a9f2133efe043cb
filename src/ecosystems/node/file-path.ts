import type { Node } from '@babel/types';
import type { Bindings } from './static-path.ts';
import { calledBy } from './syntax.ts';

/**
 * Whether an expression names a file, whatever its value is: `pathToFileURL(x)`, `path.resolve(x)`. What is loaded by it is no package by its name.
 * `join(x, y)` may be one (`join(plugin, 'package.json')`), unless it begins with a file.
 */
export function namesFile(node: Node, names: Bindings, depth = 0): boolean {
  if (depth > 12) return false;
  const of = (inner: Node | undefined): boolean => inner !== undefined && namesFile(inner, names, depth + 1);
  switch (node.type) {
    case 'Identifier': {
      const values = names.values.get(node.name) ?? [];
      return values.length > 0 && values.every((value) => 'is' in value && of(value.is));
    }
    case 'TSAsExpression':
    case 'TSNonNullExpression':
      return of(node.expression);
    case 'TemplateLiteral':
      return (
        node.quasis[0]?.value.raw.startsWith('file://') === true ||
        (node.quasis[0]?.value.raw === '' && of(node.expressions[0]))
      );
    case 'MemberExpression':
      return node.property.type === 'Identifier' && /^(?:href|pathname)$/.test(node.property.name) && of(node.object);
    case 'NewExpression':
      return node.callee.type === 'Identifier' && node.callee.name === 'URL' && node.arguments.length === 2;
    case 'CallExpression': {
      const callee = calledBy(node.callee);
      const method =
        callee.type === 'Identifier'
          ? (names.pathNames.get(callee.name) ?? callee.name)
          : callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
            ? callee.property.name
            : '';
      if (/^(?:pathToFileURL|fileURLToPath)$/.test(method)) return true;
      if (method === 'toString' && callee.type === 'MemberExpression') return of(callee.object);
      if (method === 'resolve') return isOfPath(callee, names);
      return /^(?:join|normalize)$/.test(method) && of(node.arguments[0]);
    }
    default:
      return false;
  }
}

/** `path.resolve`, and not `require.resolve`, which takes the name of a package. */
function isOfPath(callee: Node, names: Bindings): boolean {
  if (callee.type === 'Identifier') return names.pathNames.get(callee.name) === 'resolve';
  return callee.type === 'MemberExpression' && callee.object.type === 'Identifier'
    ? names.pathNames.get(callee.object.name) === '*'
    : false;
}
