import { posix } from 'node:path';
import type { Node, ObjectProperty } from '@babel/types';
import type { BuildContext } from '../../repository/repository.ts';
import { namesOf } from './bindings.ts';
import { within } from './cite.ts';
import { parseJsonWithComments } from './json-with-comments.ts';
import { pathsOf } from './static-path.ts';
import { parseSource, walk } from './syntax.ts';

/** What a configuration file says under a key: nothing, something that no literal names, or these paths (relative to the context). */
export type Configured =
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'paths'; readonly paths: readonly string[] };

/**
 * Every value of the key `keys.at(-1)` that stands in an object under `keys.at(-2)` (and so on), read from literals,
 * `path.resolve(__dirname, 'dist')` and the like. `cwd`: the context folder that plain strings are relative to.
 */
export function configured(context: BuildContext, path: string, keys: readonly string[], cwd: string): Configured {
  const text = context.read(path);
  if (text === null) return { kind: 'none' };
  const file = parseSource(path.endsWith('.json') ? `(${text})` : text, path.endsWith('.json') ? 'config.js' : path);
  if (file === null) return { kind: 'unknown' };
  const names = namesOf(file);
  const pathNames = new Map<string, string>([['path', '*']]);
  for (const [name, from] of names.imported) {
    if (from.module === 'path') pathNames.set(name, from.member === 'default' ? '*' : from.member);
  }
  const bindings = { values: names.values, pathNames, fileName: posix.basename(path) };
  const found: string[] = [];
  let unknown = false;
  const ancestors: { readonly node: Node; readonly name: string }[] = [];
  walk(file.program, (node, parent) => {
    if (node.type !== 'ObjectProperty') return true;
    const name = keyOf(node);
    if (name === null) return true;
    while (ancestors.length > 0 && !holds(ancestors.at(-1)?.node, node)) ancestors.pop();
    const trail = [...ancestors.map((ancestor) => ancestor.name), name];
    ancestors.push({ node, name });
    if (parent === null || !endsWith(trail, keys)) return true;
    const values = pathsOf(node.value, bindings);
    if (node.value.type === 'ObjectExpression') return true;
    if (values === null || values.some((value) => !value.exact)) unknown = true;
    else {
      for (const value of values) {
        const folder = value.base === 'dir' ? folderOf(path) : cwd;
        const at = value.path.startsWith('/') ? null : within(folder, value.path);
        if (at === null) unknown = true;
        else found.push(at);
      }
    }
    return true;
  });
  if (unknown) return { kind: 'unknown' };
  return found.length === 0 ? { kind: 'none' } : { kind: 'paths', paths: [...new Set(found)] };
}

/** Names of environment variables that a file reads (`process.env.API_URL`). */
export function environmentReads(context: BuildContext, path: string): readonly string[] {
  const text = context.read(path);
  return text === null
    ? []
    : [...new Set([...text.matchAll(/process\.env\.([A-Z][A-Z0-9_]*)/g)].map((match) => match[1] ?? ''))];
}

/** The first of some files that the context has. */
export function firstOf(context: BuildContext, folder: string, names: readonly string[]): string | null {
  for (const name of names) {
    const path = within(folder, name);
    if (path !== null && context.kind(path) === 'file') return path;
  }
  return null;
}

/** A JSON configuration, comments allowed; undefined when it is missing or none. */
export function jsonAt(context: BuildContext, path: string | null): unknown {
  const text = path === null ? null : context.read(path);
  return text === null ? undefined : parseJsonWithComments(text);
}

function folderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' ? '' : folder;
}

function keyOf(node: ObjectProperty): string | null {
  if (node.key.type === 'Identifier' && !node.computed) return node.key.name;
  return node.key.type === 'StringLiteral' ? node.key.value : null;
}

function holds(outer: Node | undefined, inner: Node): boolean {
  return (
    outer?.start != null &&
    outer.end != null &&
    inner.start != null &&
    inner.start >= outer.start &&
    inner.start < outer.end
  );
}

function endsWith(trail: readonly string[], keys: readonly string[]): boolean {
  return keys.every((key, index) => trail[trail.length - keys.length + index] === key);
}
