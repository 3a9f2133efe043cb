import type { BuildContext } from '../../repository/repository.ts';

/** The one script of a pm2 process file (`ecosystem.config.js`, JSON or YAML); null when there are several, or none that is literal. */
export function processFile(context: BuildContext, path: string): string | null {
  const text = context.read(path);
  if (text === null || /interpreter\s*["']?\s*:|watch["']?\s*:\s*(?:true|\[)/.test(text)) return null;
  const scripts = [...text.matchAll(/\bscript["']?\s*:\s*(?:['"]([^'"]+)['"]|([^\s,'"]+)\s*$)/gm)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  const all = [...text.matchAll(/\bscript["']?\s*:/g)].length;
  return scripts.length === 1 && all === 1 && !/\bcwd["']?\s*:/.test(text) ? (scripts[0] ?? null) : null;
}

/** A script path without a leading `./`. */
export function environmentFree(script: string): string {
  return script.replace(/^\.\//, '');
}
