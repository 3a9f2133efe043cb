import { posix } from 'node:path';
import type { File, Node } from '@babel/types';
import { type FileNames, type Imported, namesOf } from './bindings.ts';
import { namesFile } from './file-path.ts';
import type { StaticPath } from './path-parts.ts';
import { type CallReading, callOf } from './scan-calls.ts';
import { type Bindings, pathsOf } from './static-path.ts';
import { isComponent, isErased, isTypeScript, lineOf, parseSource, walk } from './syntax.ts';

/** A line of a file and what stands there. */
export interface Place {
  readonly line: number;
  readonly says: string;
}

type DynamicImport = Place & { readonly paths: readonly StaticPath[] | null; readonly isFile: boolean };

/** What one source file loads, reads and starts, before any path is resolved. */
export interface FileScan {
  readonly path: string;
  /** Modules that are loaded when it runs; imports that only types use are left out. */
  readonly imports: readonly (Place & { readonly specifier: string })[];
  /** `require(variable)`; `paths` is null when nothing is known of it; `isFile`: it is no package, whatever it is. */
  readonly dynamicImports: readonly DynamicImport[];
  /** Every string that may be a path. */
  readonly mentions: readonly (Place & { readonly paths: readonly StaticPath[] })[];
  /** File system and express calls that the tables know. */
  readonly calls: readonly (Place & CallReading)[];
  /** Numbers that it listens on. */
  readonly ports: readonly number[];
  readonly handlesSigterm: boolean;
}

/** Reads one file; null when it is not JavaScript as far as the parser can tell. `keepsImports`: unused imports stay (`verbatimModuleSyntax`). */
export function scanSource(text: string, path: string, keepsImports = false): FileScan | null {
  const file = parseSource(text, path);
  if (file === null) return null;
  const lines = text.split('\n');
  const names = namesOf(file);
  const bindings = bindingsOf(names, path);
  const used = isTypeScript(path) && !keepsImports && !isComponent(path) ? valueNames(file) : null;
  const place = (node: Node): Place => ({
    line: lineOf(node),
    says: (lines[lineOf(node) - 1] ?? '').trim().slice(0, 120),
  });

  const imports: (Place & { specifier: string })[] = [];
  const dynamicImports: DynamicImport[] = [];
  const mentions: (Place & { paths: readonly StaticPath[] })[] = [];
  const calls: (Place & CallReading)[] = [];
  const ports = new Set<number>();
  let namesSigterm = false;
  let listensToSignals = false;

  walk(file.program, (node, parent) => {
    if (isErased(node)) return false;
    switch (node.type) {
      case 'ImportDeclaration':
        if (isLoaded(node, used)) imports.push({ ...place(node), specifier: node.source.value });
        return false;
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        if (node.exportKind === 'type' || node.source == null) return true;
        imports.push({ ...place(node), specifier: node.source.value });
        return false;
      case 'TSImportEqualsDeclaration':
        if (node.moduleReference.type === 'TSExternalModuleReference' && (used === null || used.has(node.id.name))) {
          const source = node.moduleReference.expression;
          if (source.type === 'StringLiteral') imports.push({ ...place(node), specifier: source.value });
        }
        return false;
      case 'ImportExpression':
      case 'CallExpression':
      case 'OptionalCallExpression':
      case 'NewExpression': {
        const loaded = loadedBy(node);
        if (loaded !== null) {
          if (loaded.type === 'StringLiteral') {
            imports.push({ ...place(node), specifier: loaded.value });
            return false;
          }
          dynamicImports.push({
            ...place(node),
            paths: pathsOf(loaded, bindings),
            isFile: namesFile(loaded, bindings),
          });
          return true;
        }
        if (node.type === 'ImportExpression') return true;
        const call = callOf(node, names, bindings);
        if (call !== null) {
          if (call.kind === 'listen') for (const port of call.ports) ports.add(port);
          else if (call.kind === 'signal') listensToSignals = true;
          else calls.push({ ...place(node), ...call });
        }
        break;
      }
      case 'Directive':
      case 'JSXAttribute':
      case 'JSXText':
        return node.type === 'JSXAttribute' && node.value?.type === 'JSXExpressionContainer';
      default:
        break;
    }
    if (node.type === 'StringLiteral' && node.value === 'SIGTERM') namesSigterm = true;
    if (isCompared(node, parent) || isKey(node, parent) || isSetting(node, parent))
      return node.type !== 'StringLiteral';
    const paths = isPathShaped(node) ? pathsOf(node, bindings) : null;
    if (paths === null || paths.length === 0) return true;
    if (node.type === 'CallExpression' || node.type === 'NewExpression' || paths.some((path) => path.path !== '')) {
      mentions.push({ ...place(node), paths });
    }
    return node.type === 'LogicalExpression' || node.type === 'ConditionalExpression';
  });
  return {
    path,
    imports,
    dynamicImports,
    mentions,
    calls,
    ports: [...ports],
    handlesSigterm: namesSigterm && listensToSignals,
  };
}

/** A package's name in an import: `@a/b/c` → `@a/b`; null for a path, a builtin (`node:fs`) and a subpath import. */
export function packageOf(specifier: string): string | null {
  if (/^[./#]/.test(specifier) || specifier.startsWith('node:') || /^[a-z]+:\/\//.test(specifier)) return null;
  const parts = specifier.replace(/^.*!/, '').split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? null);
}

function bindingsOf(names: FileNames, path: string): Bindings {
  const pathNames = new Map<string, string>();
  const isPath = (from: Imported): boolean => /^(?:path|path\/posix|upath)$/.test(from.module);
  for (const [name, from] of names.imported) {
    if (isPath(from)) pathNames.set(name, from.member === 'default' || from.member === 'posix' ? '*' : from.member);
  }
  if (!pathNames.has('path') && !names.values.has('path')) pathNames.set('path', '*');
  return { values: names.values, pathNames, fileName: posix.basename(path) };
}

/** What `require`, `require.resolve` or `import()` loads. */
function loadedBy(node: Node): Node | null {
  if (node.type === 'ImportExpression') return node.source;
  if (node.type !== 'CallExpression') return null;
  const { callee } = node;
  const first = node.arguments[0] ?? null;
  if (callee.type === 'Import') return first;
  if (callee.type === 'Identifier') return callee.name === 'require' ? first : null;
  const isResolve =
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'require' &&
    callee.property.type === 'Identifier' &&
    callee.property.name === 'resolve';
  return isResolve ? first : null;
}

function isLoaded(node: Extract<Node, { type: 'ImportDeclaration' }>, used: ReadonlySet<string> | null): boolean {
  if (node.importKind === 'type' || node.importKind === 'typeof') return false;
  if (node.specifiers.length === 0) return true;
  return node.specifiers.some(
    (specifier) =>
      !(specifier.type === 'ImportSpecifier' && specifier.importKind === 'type') &&
      (used === null || used.has(specifier.local.name)),
  );
}

/**
 * Names that a TypeScript file uses as values. With decorators the compiler may emit types as values
 * (`emitDecoratorMetadata`), so then types count too.
 */
function valueNames(file: File): ReadonlySet<string> {
  let decorated = false;
  walk(file.program, (node) => {
    if (node.type === 'Decorator') decorated = true;
    return !decorated;
  });
  const used = new Set<string>();
  walk(file.program, (node, parent) => {
    if (node.type === 'ImportDeclaration') return false;
    if (!decorated && isErased(node)) return false;
    if (node.type === 'Identifier' && !isKey(node, parent)) used.add(node.name);
    if (node.type === 'JSXIdentifier') used.add(node.name);
    return true;
  });
  if (/\.[jt]sx$/.test(file.loc?.filename ?? '')) used.add('React');
  return used;
}

function isKey(node: Node, parent: Node | null): boolean {
  if (parent === null) return false;
  if (
    parent.type === 'ObjectProperty' ||
    parent.type === 'ObjectMethod' ||
    parent.type === 'ClassProperty' ||
    parent.type === 'ClassMethod'
  ) {
    return parent.key === node && !parent.computed && !(parent.type === 'ObjectProperty' && parent.shorthand);
  }
  if (parent.type === 'MemberExpression' || parent.type === 'OptionalMemberExpression')
    return parent.property === node && !parent.computed;
  return false;
}

/** `NODE_ENV === 'test'` compares; it names no file. */
function isCompared(node: Node, parent: Node | null): boolean {
  if (parent?.type === 'SwitchCase') return parent.test === node;
  return parent?.type === 'BinaryExpression' && /^[!=]==?$/.test(parent.operator);
}

/** The name in `app.set('views', …)`. */
function isSetting(node: Node, parent: Node | null): boolean {
  if (parent?.type !== 'CallExpression' || parent.arguments[0] !== node || parent.arguments.length < 2) return false;
  return (
    parent.callee.type === 'MemberExpression' &&
    parent.callee.property.type === 'Identifier' &&
    parent.callee.property.name === 'set'
  );
}

function isPathShaped(node: Node): boolean {
  switch (node.type) {
    case 'StringLiteral':
    case 'TemplateLiteral':
    case 'BinaryExpression':
    case 'CallExpression':
    case 'NewExpression':
    case 'LogicalExpression':
    case 'ConditionalExpression':
      return true;
    case 'Identifier':
      return node.name === '__dirname';
    default:
      return false;
  }
}
