import type { BuildContext } from '../../repository/repository.ts';
import type { FileScan } from './scan.ts';

/** Loaders that take the folder as their option `dir`. Source: the README of @fastify/autoload. */
const AUTOLOADERS = /^(?:@fastify\/autoload|fastify-autoload)$/;

/** Where the file calls `register(autoload, { dir })` with a folder that is not named relative to the file itself. */
export function autoloadsElsewhere(context: BuildContext, { path, imports }: FileScan): boolean {
  if (!imports.some(({ specifier }) => AUTOLOADERS.test(specifier))) return false;
  const folders = [...(context.read(path) ?? '').matchAll(/\bdir\s*:\s*([^\n]*)/g)].map((match) => match[1] ?? '');
  return folders.length === 0 || !folders.every((folder) => /__dirname|import\.meta\./.test(folder));
}
