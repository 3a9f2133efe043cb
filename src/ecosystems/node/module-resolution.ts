import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import type { BuildContext } from '../../repository/repository.ts';
import { within } from './cite.ts';
import type { TsConfig } from './tsconfig.ts';

const EXTENSIONS = [
  '',
  '.js',
  '.ts',
  '.tsx',
  '.mjs',
  '.cjs',
  '.jsx',
  '.mts',
  '.cts',
  '.json',
  '.node',
  '.vue',
  '.svelte',
  '.astro',
];
const INDEX = ['/index.js', '/index.ts', '/index.tsx', '/index.mjs', '/index.cjs', '/index.jsx', '/index.json'];

const BUILTIN = new Set(builtinModules);

export function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || specifier.startsWith('bun:') || BUILTIN.has(specifier.replace(/\/.*$/, ''));
}

/** The context file that a path without extension means to `require` and to TypeScript; null when there is none. */
export function moduleAt(context: BuildContext, path: string): string | null {
  for (const extension of EXTENSIONS) {
    if (context.kind(path + extension) === 'file' || context.kind(path + extension) === 'symlink')
      return path + extension;
  }
  const typescript = path.replace(/\.([cm]?)js$/, '.$1ts');
  if (typescript !== path) {
    if (context.kind(typescript) === 'file') return typescript;
    const jsx = path.replace(/\.jsx?$/, '.tsx');
    if (context.kind(jsx) === 'file') return jsx;
  }
  for (const index of INDEX) {
    if (context.kind(posix.join(path === '' ? '.' : path, index)) === 'file')
      return posix.join(path === '' ? '.' : path, index);
  }
  return null;
}

/** The context file that an import of a local module loads: relative paths, and aliases of a tsconfig. Null when it is a package or missing. */
export function resolveImport(
  context: BuildContext,
  from: string,
  specifier: string,
  config: TsConfig | null,
): string | null {
  const clean = specifier.replace(/[?#].*$/, '');
  if (clean.startsWith('.')) {
    const path = within(posix.dirname(from) === '.' ? '' : posix.dirname(from), clean);
    return path === null ? null : moduleAt(context, path);
  }
  if (config === null) return null;
  for (const [alias, targets] of config.paths) {
    const star = alias.indexOf('*');
    const middle =
      star < 0
        ? clean === alias
          ? ''
          : null
        : clean.startsWith(alias.slice(0, star)) && clean.endsWith(alias.slice(star + 1))
          ? clean.slice(star, clean.length - (alias.length - star - 1))
          : null;
    if (middle === null) continue;
    for (const target of targets) {
      const found = moduleAt(context, target.replace('*', middle));
      if (found !== null) return found;
    }
  }
  const based = config.baseUrl === null ? null : within(config.baseUrl, clean);
  return based === null ? null : moduleAt(context, based);
}
