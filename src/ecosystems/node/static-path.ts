import { posix } from 'node:path';
import type { Node } from '@babel/types';
import type { Value } from './bindings.ts';
import { elementsOf } from './elements.ts';
import { alternatives, concatenated, everyOf, joined, type StaticPath } from './path-parts.ts';
import { calledBy } from './syntax.ts';

/** What the names of one file stand for. */
export interface Bindings {
  /** What names stand for. */
  readonly values: ReadonlyMap<string, readonly Value[]>;
  /** Local names of `path` functions (`join` → `join`) and of the module itself (`path` → `*`). */
  readonly pathNames: ReadonlyMap<string, string>;
  /** The file's name without its folder, for `__filename` and `import.meta.url`. */
  readonly fileName: string;
}

/** Every value that an expression may have, as far as literals say; null: not known. */
export function pathsOf(node: Node, names: Bindings, depth = 0): readonly StaticPath[] | null {
  if (depth > 12) return null;
  const of = (inner: Node): readonly StaticPath[] | null => pathsOf(inner, names, depth + 1);
  switch (node.type) {
    case 'StringLiteral':
      return [text(node.value)];
    case 'TemplateLiteral': {
      const parts: Node[] = [];
      node.quasis.forEach((quasi, index) => {
        parts.push(stringNode(quasi.value.cooked ?? quasi.value.raw));
        const expression = node.expressions[index];
        if (expression !== undefined) parts.push(expression);
      });
      return parts.reduce<readonly StaticPath[] | null>((left, part) => concatenated(left, of(part)), [text('')]);
    }
    case 'BinaryExpression':
      return node.operator === '+' ? concatenated(of(node.left), of(node.right)) : null;
    case 'LogicalExpression': {
      const right = of(node.right);
      return node.operator === '&&' ? right : alternatives(of(node.left), right);
    }
    case 'ConditionalExpression':
      return alternatives(of(node.consequent), of(node.alternate));
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'AwaitExpression':
      return 'expression' in node ? of(node.expression) : of(node.argument);
    case 'AssignmentPattern':
      return of(node.right);
    case 'Identifier': {
      // ES modules define `__dirname` themselves, and some define it as something else.
      const values = names.values.get(node.name);
      if (values !== undefined) return everyOf(values.map((value) => ofValue(value, names, depth + 1)));
      if (node.name === '__dirname') return [{ base: 'dir', path: '.', exact: true }];
      return node.name === '__filename' ? [{ base: 'dir', path: names.fileName, exact: true }] : null;
    }
    case 'MemberExpression':
      return ofMember(node, names);
    case 'NewExpression':
      return isNamed(node.callee, 'URL') ? ofUrl(node.arguments, names, depth) : null;
    case 'CallExpression':
      return ofCall(calledBy(node.callee), node.arguments, names, depth);
    default:
      return null;
  }
}

function ofValue(value: Value, names: Bindings, depth: number): readonly StaticPath[] | null {
  if ('is' in value) return pathsOf(value.is, names, depth);
  const paths = (node: Node): readonly StaticPath[] | null => pathsOf(node, names, depth + 1);
  return elementsOf(value.elementOf, { values: names.values, paths }, depth);
}

function ofMember(node: Extract<Node, { type: 'MemberExpression' }>, names: Bindings): readonly StaticPath[] | null {
  const property = node.property.type === 'Identifier' && !node.computed ? node.property.name : null;
  if (node.object.type === 'MetaProperty') {
    if (property === 'url' || property === 'filename') return [{ base: 'dir', path: names.fileName, exact: true }];
    if (property === 'dirname') return [{ base: 'dir', path: '.', exact: true }];
  }
  if (property === 'sep' && isPathModule(node.object, names)) return [text('/')];
  if (property === 'pathname' || property === 'href') return pathsOf(node.object, names, 1);
  return null;
}

/** Functions of `node:url` that write the same place in another way. */
const URL_CONVERSIONS: ReadonlySet<string> = new Set(['fileURLToPath', 'pathToFileURL']);

function ofCall(callee: Node, args: readonly Node[], names: Bindings, depth: number): readonly StaticPath[] | null {
  const first = args[0];
  if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier') {
    const method = callee.property.name;
    if (method === 'cwd' && isNamed(callee.object, 'process')) return [{ base: 'cwd', path: '.', exact: true }];
    if (method === 'tmpdir') return [text('/tmp')];
    if (isPathModule(callee.object, names)) return ofPathFunction(method, args, names, depth);
    if (method === 'toString') return pathsOf(callee.object, names, depth + 1);
    if (URL_CONVERSIONS.has(method) && first !== undefined) return pathsOf(first, names, depth + 1);
    return null;
  }
  if (callee.type !== 'Identifier') return null;
  if (URL_CONVERSIONS.has(callee.name) && first !== undefined) return pathsOf(first, names, depth + 1);
  if (callee.name === 'String' && first !== undefined) return pathsOf(first, names, depth + 1);
  if (callee.name === 'tmpdir') return [text('/tmp')];
  const method = names.pathNames.get(callee.name);
  return method === undefined || method === '*' ? null : ofPathFunction(method, args, names, depth);
}

function ofPathFunction(
  method: string,
  args: readonly Node[],
  names: Bindings,
  depth: number,
): readonly StaticPath[] | null {
  const first = args[0];
  if (first === undefined) return method === 'resolve' ? [{ base: 'cwd', path: '.', exact: true }] : null;
  switch (method) {
    case 'join':
    case 'resolve': {
      let left = pathsOf(first, names, depth + 1);
      if (left === null) return null;
      if (method === 'resolve')
        left = left.map((path) =>
          path.base === 'text' && !path.path.startsWith('/') ? { ...path, base: 'cwd' } : path,
        );
      for (const argument of args.slice(1)) {
        left = joined(left, argument.type === 'SpreadElement' ? null : pathsOf(argument, names, depth + 1), method);
      }
      return left;
    }
    case 'dirname':
      return (
        pathsOf(first, names, depth + 1)?.map((path) =>
          path.exact ? { ...path, path: posix.dirname(path.path) } : path,
        ) ?? null
      );
    case 'normalize':
    case 'toNamespacedPath':
      return pathsOf(first, names, depth + 1);
    default:
      return null;
  }
}

function ofUrl(args: readonly Node[], names: Bindings, depth: number): readonly StaticPath[] | null {
  const [relative, base] = args;
  if (relative === undefined) return null;
  const paths = pathsOf(relative, names, depth + 1);
  if (base === undefined) return paths;
  const bases = pathsOf(base, names, depth + 1);
  if (bases === null || bases.some((path) => path.base === 'text')) return null;
  const folders = bases.map((path) => ({ ...path, path: posix.dirname(path.path) }));
  return joined(folders, paths, 'join');
}

function isPathModule(node: Node, names: Bindings): boolean {
  if (node.type === 'Identifier') return names.pathNames.get(node.name) === '*';
  return (
    node.type === 'MemberExpression' &&
    node.property.type === 'Identifier' &&
    // `path_1.default` is what TypeScript makes of a default import.
    /^(?:posix|default)$/.test(node.property.name) &&
    isPathModule(node.object, names)
  );
}

function isNamed(node: Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}

function text(value: string): StaticPath {
  return { base: 'text', path: value, exact: true };
}

function stringNode(value: string): Node {
  return { type: 'StringLiteral', value } as Node;
}
