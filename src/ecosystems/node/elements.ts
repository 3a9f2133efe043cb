import type { Node } from '@babel/types';
import type { Value } from './bindings.ts';
import { everyOf, joined, type StaticPath } from './path-parts.ts';
import { calledBy } from './syntax.ts';

/** What names stand for, and what is known of the paths that an expression builds. */
interface Lists {
  readonly values: ReadonlyMap<string, readonly Value[]>;
  readonly paths: (node: Node) => readonly StaticPath[] | null;
}

/** What the elements of a list may be: files that a pattern finds, and what is made of them; names without a folder (`readdir`) are not known. */
export function elementsOf(list: Node, names: Lists, depth: number): readonly StaticPath[] | null {
  if (depth > 12) return null;
  switch (list.type) {
    case 'ArrayExpression':
      return everyOf(
        list.elements.map((one) => (one === null || one.type === 'SpreadElement' ? null : names.paths(one))),
      );
    case 'Identifier':
      return everyOf(
        (names.values.get(list.name) ?? []).map((value) =>
          'is' in value ? elementsOf(value.is, names, depth + 1) : null,
        ),
      );
    case 'AwaitExpression':
      return elementsOf(list.argument, names, depth + 1);
    case 'CallExpression': {
      const callee = calledBy(list.callee);
      const method =
        callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : '';
      if (callee.type === 'MemberExpression' && /^(?:filter|sort|reverse|slice|toSorted)$/.test(method))
        return elementsOf(callee.object, names, depth + 1);
      const [first] = list.arguments;
      if (method === 'map' && first?.type === 'ArrowFunctionExpression' && first.body.type !== 'BlockStatement')
        return names.paths(first.body);
      const globbed = globbedBy(callee, list.arguments);
      return globbed === null ? null : underPattern(globbed, names, depth);
    }
    default:
      return null;
  }
}

/** The folder above the first wildcard of a pattern, in the folder that the search starts in. */
function underPattern(
  { pattern, cwd }: { readonly pattern: Node; readonly cwd: Node | null },
  names: Lists,
  depth: number,
): readonly StaticPath[] | null {
  const patterns = pattern.type === 'ArrayExpression' ? elementsOf(pattern, names, depth + 1) : names.paths(pattern);
  if (patterns === null) return null;
  const folders = patterns.map((path): StaticPath => {
    const wild = path.path.search(/[*?[{(!]/);
    if (wild < 0) return path;
    return { ...path, path: path.path.slice(0, wild).replace(/[^/]*$/, '') || '.', exact: false };
  });
  if (cwd === null)
    return folders.map((path) =>
      path.base === 'text' && !path.path.startsWith('/') ? { ...path, base: 'cwd' } : path,
    );
  const from = names.paths(cwd);
  return from === null ? null : joined(from, folders, 'join');
}

/** Functions that find files by a pattern. Source: the READMEs of glob, fast-glob, tiny-glob, globby; `globPromise` is what bots call `promisify(glob)`. */
const GLOBS = /^(?:glob(?:Sync|Promise|Async)?|globby(?:Sync)?|fg|fastGlob|tinyGlob)$/i;

/** The pattern of a search for files, and the folder in which it starts; null where no such function is called. */
function globbedBy(callee: Node, args: readonly Node[]): { readonly pattern: Node; readonly cwd: Node | null } | null {
  const [pattern, options] = args;
  if (pattern === undefined || !isGlob(callee)) return null;
  if (options === undefined) return { pattern, cwd: null };
  if (options.type !== 'ObjectExpression') return null;
  for (const property of options.properties) {
    if (property.type === 'SpreadElement') return null;
    if (property.type === 'ObjectProperty' && property.key.type === 'Identifier' && property.key.name === 'cwd')
      return { pattern, cwd: property.value };
  }
  return { pattern, cwd: null };
}

/** `glob('…')`, `glob.sync('…')`, `fg.sync('…')`. */
function isGlob(callee: Node): boolean {
  if (callee.type === 'Identifier') return GLOBS.test(callee.name);
  return (
    callee.type === 'MemberExpression' &&
    callee.property.type === 'Identifier' &&
    (GLOBS.test(callee.property.name) || (/^(?:sync|async)$/.test(callee.property.name) && isGlob(callee.object)))
  );
}
