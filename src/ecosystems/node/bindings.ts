import type { File, Node } from '@babel/types';
import { calledBy, walk } from './syntax.ts';

/** Where a local name comes from: the module, and the member of it (`*` for the whole, `default` for its default). */
export interface Imported {
  readonly module: string;
  readonly member: string;
}

/** What a declaration makes of a name: the value of an expression, or each element of one. */
export type Value = { readonly is: Node } | { readonly elementOf: Node };

/** What one file's names stand for; a name that is assigned again, or given by a caller, is in none of the maps. */
export interface FileNames {
  readonly imported: ReadonlyMap<string, Imported>;
  /** Names that are declared once. */
  readonly constants: ReadonlyMap<string, Node>;
  /** What a name may stand for, over all the places where it is declared: which of them is in scope is not asked. */
  readonly values: ReadonlyMap<string, readonly Value[]>;
}

/** Methods that call a function with each element. */
const EACH = /^(?:forEach|map|filter|flatMap|some|every|find)$/;

/** Reads the declarations of a file, whatever scope they are in. */
export function namesOf(file: File): FileNames {
  const imported = new Map<string, Imported>();
  const values = new Map<string, Value[]>();
  const declarations = new Map<string, number>();
  const unknown = new Set<string>();
  const spoiled = new Set<string>();
  const elements = new Map<Node, Node>();
  const declare = (name: string, value?: Value): void => {
    declarations.set(name, (declarations.get(name) ?? 0) + 1);
    if (value === undefined) unknown.add(name);
    else values.set(name, [...(values.get(name) ?? []), value]);
  };
  const spoil = (name: string): void => {
    spoiled.add(name);
    unknown.add(name);
  };
  walk(file.program, (node, parent) => {
    switch (node.type) {
      case 'ImportDeclaration':
        for (const specifier of node.specifiers) {
          declare(specifier.local.name);
          const member =
            specifier.type === 'ImportSpecifier'
              ? specifier.imported.type === 'Identifier'
                ? specifier.imported.name
                : specifier.imported.value
              : specifier.type === 'ImportNamespaceSpecifier'
                ? '*'
                : 'default';
          imported.set(specifier.local.name, { module: bare(node.source.value), member });
        }
        return false;
      case 'TSImportEqualsDeclaration':
        if (node.moduleReference.type === 'TSExternalModuleReference') {
          const source = node.moduleReference.expression;
          declare(node.id.name);
          if (source.type === 'StringLiteral') imported.set(node.id.name, { module: bare(source.value), member: '*' });
        }
        return false;
      case 'ForOfStatement':
        if (node.left.type === 'VariableDeclaration')
          for (const { id } of node.left.declarations) elements.set(id, node.right);
        return true;
      case 'VariableDeclarator': {
        const required = node.init == null ? null : requiredBy(node.init);
        const listed = elements.get(node.id);
        if (node.id.type === 'Identifier') {
          const { name } = node.id;
          if (node.init != null) declare(name, { is: node.init });
          else declare(name, listed === undefined ? undefined : { elementOf: listed });
          if (required !== null) imported.set(name, required);
          return true;
        }
        for (const name of boundBy(node.id)) declare(name);
        if (node.id.type === 'ObjectPattern' && required !== null) {
          for (const property of node.id.properties) {
            if (property.type !== 'ObjectProperty' || property.key.type !== 'Identifier') continue;
            if (property.value.type === 'Identifier') {
              const member = required.member === '*' ? property.key.name : `${required.member}.${property.key.name}`;
              imported.set(property.value.name, { module: required.module, member });
            }
          }
        }
        return true;
      }
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
      case 'ObjectMethod':
      case 'ClassMethod': {
        const list = iteratedBy(node, parent);
        node.params.forEach((parameter, index) => {
          for (const name of boundBy(parameter)) {
            if (parameter.type === 'AssignmentPattern' && parameter.left.type === 'Identifier')
              declare(name, { is: parameter.right });
            else if (list !== null && index === 0 && parameter.type === 'Identifier')
              declare(name, { elementOf: list });
            else {
              declare(name);
              spoil(name);
            }
          }
        });
        return true;
      }
      case 'CatchClause':
        if (node.param != null) for (const name of boundBy(node.param)) spoil(name);
        return true;
      case 'AssignmentExpression':
        for (const name of boundBy(node.left)) spoil(name);
        return true;
      default:
        return true;
    }
  });
  for (const name of unknown) values.delete(name);
  for (const name of [...imported.keys()]) {
    const isOne = declarations.get(name) === 1 && !spoiled.has(name);
    if (!isOne && !isSameModule(name, imported)) imported.delete(name);
  }
  return { imported, constants: constantsOf(values), values };
}

function constantsOf(values: ReadonlyMap<string, readonly Value[]>): ReadonlyMap<string, Node> {
  const constants = new Map<string, Node>();
  for (const [name, [value, ...others]] of values) {
    if (value !== undefined && others.length === 0 && 'is' in value) constants.set(name, value.is);
  }
  return constants;
}

/** The list of `list.forEach((one) => …)`, for the function that is called with its elements. */
function iteratedBy(node: Node, parent: Node | null): Node | null {
  if (parent?.type !== 'CallExpression' || parent.arguments[0] !== node) return null;
  const { callee } = parent;
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return null;
  return EACH.test(callee.property.name) ? callee.object : null;
}

/** A shadowed `fs` or `path` still means the module: nobody names anything else so. */
function isSameModule(name: string, imported: ReadonlyMap<string, Imported>): boolean {
  const module = imported.get(name)?.module;
  return module === name || module === `${name}-extra`;
}

/** `require('x')`, `require('x').y`, `await import('x')`, and what compilers make of `import`. */
function requiredBy(node: Node): Imported | null {
  if (node.type === 'AwaitExpression') return requiredBy(node.argument);
  if (node.type === 'MemberExpression' && node.property.type === 'Identifier' && !node.computed) {
    const inner = requiredBy(node.object);
    if (inner === null) return null;
    return {
      module: inner.module,
      member: inner.member === '*' ? node.property.name : `${inner.member}.${node.property.name}`,
    };
  }
  if (node.type === 'CallExpression' && node.arguments[0]?.type === 'StringLiteral') {
    if (node.callee.type === 'Import' || (node.callee.type === 'Identifier' && node.callee.name === 'require')) {
      return { module: bare(node.arguments[0].value), member: '*' };
    }
  }
  const wrapped = node.type === 'CallExpression' && wraps(calledBy(node.callee)) ? node.arguments[0] : undefined;
  return wrapped === undefined ? null : requiredBy(wrapped);
}

/** Compilers wrap what they require: `__importDefault(require('fs'))` of TypeScript, `_interop_require_default` of Babel and swc, `__toESM` of esbuild. */
const WRAPPERS = /promisify|interop|^_*(?:import(?:Default|Star)|toESM)$/i;

function wraps(callee: Node): boolean {
  if (callee.type === 'Identifier') return WRAPPERS.test(callee.name);
  return (
    callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && WRAPPERS.test(callee.property.name)
  );
}

/** Names that a pattern binds. */
function boundBy(node: Node): readonly string[] {
  switch (node.type) {
    case 'Identifier':
      return [node.name];
    case 'AssignmentPattern':
      return boundBy(node.left);
    case 'RestElement':
      return boundBy(node.argument);
    case 'ArrayPattern':
      return node.elements.flatMap((element) => (element === null ? [] : boundBy(element)));
    case 'ObjectPattern':
      return node.properties.flatMap((property) =>
        property.type === 'RestElement' ? boundBy(property.argument) : boundBy(property.value),
      );
    case 'TSParameterProperty':
      return boundBy(node.parameter);
    default:
      return [];
  }
}

function bare(module: string): string {
  return module.startsWith('node:') ? module.slice('node:'.length) : module;
}
