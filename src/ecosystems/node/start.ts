import { posix } from 'node:path';
import type { Invocation } from '../../dockerfile/view.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { Known, StartPlace, StartReading } from '../ecosystem.ts';
import { within } from './cite.ts';
import { notKnown } from './known.ts';
import { moduleAt } from './module-resolution.ts';
import { preloadsOf } from './node-arguments.ts';
import { commandOf, type LineWord } from './script-line.ts';
import { startOfCommand, startOfLine } from './start-line.ts';
import { contextPath, type Trail, withTool } from './start-trail.ts';

/** Entrypoints that run their arguments: the official image's own, and init processes. */
const TRANSPARENT_ENTRYPOINT = /(?:^|\/)(?:docker-entrypoint\.sh|tini|tini-static|dumb-init|catatonit)$/;

/** Follows ENTRYPOINT and CMD to the file that runs, or to the tool that makes it a development image. */
export function startOf(
  context: BuildContext,
  projectFolder: string,
  entrypoint: Invocation | null,
  cmd: Invocation | null,
  env: ReadonlyMap<string, string>,
  place: StartPlace | undefined,
): Known<StartReading> {
  const folder = within(projectFolder, place?.folder ?? '');
  const trail: Trail = {
    context,
    folder: folder ?? projectFolder,
    contextAt: place?.contextAt ?? null,
    tools: [],
    packages: preloadsOf(env.get('NODE_OPTIONS') ?? ''),
    alsoLoads: [],
    readsManifest: false,
    evidence: [],
    depth: 0,
  };
  if (folder === null)
    return notKnown('start-not-understood', { command: '', why: 'it runs outside the build context' }, []);
  const words = wordsOf(entrypoint, cmd);
  if (words.kind === 'none') return notKnown('start-missing', {}, []);
  if (words.kind === 'line') return startOfLine(words.tools.reduce(withTool, trail), words.text);
  return startOfWords(words.tools.reduce(withTool, trail), words.words);
}

type Words =
  | { readonly kind: 'none' }
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly tools: readonly string[] }
  | { readonly kind: 'line'; readonly text: string; readonly tools: readonly string[] };

/** ENTRYPOINT in shell form ignores CMD; CMD in shell form is one argument list `/bin/sh -c line`. */
function wordsOf(entrypoint: Invocation | null, cmd: Invocation | null): Words {
  if (entrypoint?.form === 'shell') return { kind: 'line', text: entrypoint.script, tools: ['sh'] };
  const first = entrypoint?.words ?? [];
  if (cmd === null) return first.length === 0 ? { kind: 'none' } : { kind: 'words', words: first, tools: [] };
  if (cmd.form === 'exec') {
    const words = [...first, ...cmd.words];
    return words.length === 0 ? { kind: 'none' } : { kind: 'words', words, tools: [] };
  }
  const inner = withoutEntrypoint(first);
  if (inner.length === 0) return { kind: 'line', text: cmd.script, tools: ['sh'] };
  return { kind: 'words', words: [...inner, '/bin/sh', '-c', cmd.script], tools: [] };
}

/** Removes entrypoints that only run what follows. */
function withoutEntrypoint(words: readonly string[]): readonly string[] {
  let rest = words;
  while (rest[0] !== undefined && TRANSPARENT_ENTRYPOINT.test(rest[0])) {
    rest = rest.slice(1);
    while (rest[0]?.startsWith('-')) rest = rest.slice(rest[0] === '--' ? 1 : /^-[pe]$/.test(rest[0]) ? 2 : 1);
  }
  return rest;
}

function startOfWords(trail: Trail, words: readonly string[]): Known<StartReading> {
  const rest = isOwnScript(trail, words[0]) ? words : withoutEntrypoint(words);
  const [program, ...args] = rest;
  if (program === undefined) return notKnown('start-missing', {}, []);
  if (
    /^(?:\/bin\/|\/usr\/bin\/)?(?:sh|bash|ash|dash)$/.test(program) &&
    /^-[a-z]*c$/.test(args[0] ?? '') &&
    args[1] !== undefined
  ) {
    return startOfLine(withTool(trail, posix.basename(program)), args[1]);
  }
  // The official entrypoint puts `node` before a first word that is a flag or that is no executable on the PATH.
  const isScript =
    program.startsWith('-') ||
    (rest.length < words.length &&
      /\.[cm]?js$/.test(program) &&
      moduleAt(trail.context, contextPath(trail, program) ?? '\0') !== null);
  return startOfCommand(
    trail,
    commandOf((isScript ? ['node', ...rest] : rest).map((word): LineWord => ({ text: word, value: word }))),
  );
}

/** A `docker-entrypoint.sh` of the project itself is not the official image's. */
function isOwnScript(trail: Trail, program: string | undefined): boolean {
  if (program === undefined || !program.endsWith('.sh')) return false;
  const path = contextPath(trail, program);
  return program.includes('/') && path !== null && trail.context.kind(path) === 'file';
}
