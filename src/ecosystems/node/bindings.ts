import type { File, Node } from '@babel/types';
import { calledBy, walk } from './syntax.ts';

/** Where a local name comes from: the module, and the member of it (`*` for the whole, `default` for its default). */
export interface Imported {
  readonly module: string;
  readonly member: string;
}

/** What one file's names stand for; a name that is declared twice or assigned again is in none of the maps. */
export interface FileNames {
  readonly imported: ReadonlyMap<string, Imported>;
  readonly constants: ReadonlyMap<string, Node>;
}

/** Reads the declarations of a file, whatever scope they are in: a name that means two things means nothing here. */
export function namesOf(file: File): FileNames {
  const imported = new Map<string, Imported>();
  const constants = new Map<string, Node>();
  const spoiled = new Set<string>();
  const seen = new Set<string>();
  const declare = (name: string): void => {
    if (seen.has(name)) spoiled.add(name);
    seen.add(name);
  };
  walk(file.program, (node) => {
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
      case 'VariableDeclarator': {
        for (const name of boundBy(node.id)) declare(name);
        if (node.init == null) return true;
        const required = requiredBy(node.init);
        if (node.id.type === 'Identifier') {
          if (required !== null) imported.set(node.id.name, required);
          constants.set(node.id.name, node.init);
        } else if (node.id.type === 'ObjectPattern' && required !== null) {
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
      case 'ClassMethod':
        for (const parameter of node.params) {
          for (const name of boundBy(parameter)) {
            declare(name);
            if (parameter.type === 'AssignmentPattern' && parameter.left.type === 'Identifier')
              constants.set(name, parameter.right);
            else spoiled.add(name);
          }
        }
        return true;
      case 'CatchClause':
        if (node.param != null) for (const name of boundBy(node.param)) spoiled.add(name);
        return true;
      case 'AssignmentExpression':
        for (const name of boundBy(node.left)) spoiled.add(name);
        return true;
      default:
        return true;
    }
  });
  for (const name of spoiled) {
    constants.delete(name);
    if (imported.has(name) && !isSameModule(name, imported)) imported.delete(name);
  }
  return { imported, constants };
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
