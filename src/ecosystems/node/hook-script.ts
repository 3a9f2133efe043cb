import { within } from './cite.ts';
import type { HookNeeds } from './hook-commands.ts';
import { isBuiltin, moduleAt, resolveImport } from './module-resolution.ts';
import { resolvePlaces } from './places.ts';
import { type FileScan, scanSource } from './scan.ts';

/** More files than this are not followed. */
const MOST_FILES = 40;

/**
 * `node scripts/x.js` at install: the script and the local files that it loads are needed, and every path that it uses must be literal.
 * Answers why it is not understood, or null.
 */
export function nodeHook(needs: HookNeeds, folder: string, args: readonly (string | null)[]): string | null {
  const { context } = needs;
  if (args[0] === '-e' || args[0] === '-p' || args[0] === '--eval') return evaluated(args[1] ?? null);
  const operand = args.find((word) => word === null || !word.startsWith('-')) ?? null;
  const path = operand === null ? null : within(folder, operand);
  const entry = path === null ? null : moduleAt(context, path);
  if (entry === null) return 'its script is not in the build context';
  const queue = [entry];
  const seen = new Set<string>();
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    if (seen.has(file)) continue;
    seen.add(file);
    needs.reads.add(file);
    if (!/\.[cm]?js$/.test(file)) continue;
    const scan = scanSource(context.read(file) ?? '', file);
    if (scan === null || scan.dynamicImports.length > 0 || seen.size > MOST_FILES) return `${file} is not understood`;
    for (const { specifier } of scan.imports) {
      const local = resolveImport(context, file, specifier, null);
      if (local !== null) queue.push(local);
      else if (/^\.{1,2}\//.test(specifier)) return `${file} loads ${specifier}, which the context does not have`;
    }
    const doubt = readCalls(needs, scan, folder);
    if (doubt !== null) return doubt;
  }
  return null;
}

function readCalls(needs: HookNeeds, scan: FileScan, folder: string): string | null {
  for (const call of scan.calls) {
    const at = `${scan.path}:${call.line}`;
    if (call.kind === 'runs') return `${at} starts a program`;
    if (call.kind !== 'reads' && call.kind !== 'writes') continue;
    const places = call.paths === null ? null : resolvePlaces(call.paths, [scan.path], folder, 'as-node');
    if (places === null || places.some((place) => place.path === null || !place.exact))
      return `${at} uses a path that is not known`;
    const paths = places.flatMap((place) => place.path ?? []);
    if (call.kind === 'reads') {
      for (const path of paths) if (needs.context.kind(path) !== null) needs.reads.add(path);
      continue;
    }
    if (!paths.every((path) => /(?:^|\/)node_modules(?:\/|$)/.test(path))) return `${at} writes into the project`;
    needs.written.add(at);
  }
  return null;
}

function evaluated(text: string | null): string | null {
  const scan = text === null ? null : scanSource(text, 'eval.js');
  const isQuiet =
    scan !== null &&
    scan.calls.length === 0 &&
    scan.dynamicImports.length === 0 &&
    scan.imports.every(({ specifier }) => isBuiltin(specifier));
  return isQuiet ? null : 'what it evaluates is not understood';
}
