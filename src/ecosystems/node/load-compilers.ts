import { posix } from 'node:path';
import { parseJsonWithComments } from './json-with-comments.ts';
import { objectOf, stringOf } from './package-json.ts';
import type { Trail } from './start-trail.ts';

/** Loaders that check types or load presets while they compile: any development dependency may be one of those. */
const WITH_DEVELOPMENT_DEPENDENCIES =
  /^(?:ts-node|babel-register|@babel\/(?:register|node)|babel-node|@swc-node\/register|@swc\/register|coffee-script|coffeescript)(?:\/|$)/;

/** Loaders, and Bun, that only remove types: they read tsconfig.json, and nothing else that is for development. */
const REMOVING_TYPES = /^(?:bun|tsx|sucrase|esbuild-register|esbuild-runner)(?:\/|$)/;

/** The loader, where compiling with it may need development dependencies; null: it does not, or it compiles nothing. */
export function compilerIn(trail: Trail, loader: string): string | null {
  if (WITH_DEVELOPMENT_DEPENDENCIES.test(loader)) return loader.replace(/^(@[^/]+\/[^/]+|[^/]+).*$/, '$1');
  return REMOVING_TYPES.test(loader) && configurationExtendsPackage(trail) ? loader.replace(/\/.*$/, '') : null;
}

/** `"extends": "@tsconfig/node20/tsconfig.json"`. */
function configurationExtendsPackage(trail: Trail): boolean {
  const text = trail.context.read(posix.join(trail.folder, 'tsconfig.json'));
  const base = text === null ? undefined : objectOf(parseJsonWithComments(text))?.extends;
  const named = Array.isArray(base) ? base : [base];
  return named.some((one) => stringOf(one) !== null && !/^[./]/.test(stringOf(one) ?? ''));
}
