import { posix } from 'node:path';
import type { Known } from '../known.ts';
import type { StartReading } from '../start-reading.ts';
import { known } from './known.ts';
import { compilerIn } from './load-compilers.ts';
import { moduleAt } from './module-resolution.ts';
import type { LineWord } from './script-line.ts';
import { contextPath, program, startSays, type Trail } from './start-trail.ts';

/** Flags of `bun run` that watch (bun.com/docs/runtime/watch-mode). */
const WATCHES = new Set(['--watch', '--hot']);

/** What Bun reads beside the program: how it resolves and compiles. */
const SETTINGS = ['bunfig.toml', 'tsconfig.json'];

/** `bun server.ts`, `bun run src/index.ts`: a file, which Bun compiles by itself; null: it names no file of the project. */
export function startOfBun(trail: Trail, args: readonly LineWord[], text: string): Known<StartReading> | null {
  const words = args.filter((word) => !word.text.startsWith('-'));
  const file = words[0]?.value === 'run' ? words[1] : words[0];
  const named = file?.value ?? null;
  const path = named === null ? null : contextPath(trail, named);
  if (path === null) return null;
  // A script of package.json goes before a file without an extension.
  const isFile = /\.[cm]?[jt]sx?$/.test(path) || named?.startsWith('.') === true;
  const entry = moduleAt(trail.context, path) ?? (isFile ? path : null);
  if (entry === null || !isFile) return null;
  // Flags behind the file are the program's own.
  if (args.slice(0, file === undefined ? 0 : args.indexOf(file)).some((flag) => WATCHES.has(flag.text)))
    return known({ kind: 'development', tool: 'bun --watch', evidence: [...trail.evidence, startSays(text)] });
  const settings = SETTINGS.map((name) => posix.join(trail.folder, name)).filter(
    (file) => trail.context.kind(file) === 'file',
  );
  const compiledBy = compilerIn(trail, 'bun') ?? trail.compiledBy;
  return program({ ...trail, compiledBy, alsoReads: [...trail.alsoReads, ...settings] }, entry, text);
}
