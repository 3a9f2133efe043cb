import type { Invocation } from '../../dockerfile/view.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { Known } from '../known.ts';
import type { StartPlace, StartReading } from '../start-reading.ts';
import { within } from './cite.ts';
import { notKnown } from './known.ts';
import { compilerIn } from './load-compilers.ts';
import { nameOf } from './named-packages.ts';
import { preloadsOf } from './node-arguments.ts';
import type { LineWord } from './script-line.ts';
import { startOfWords, withoutEntrypoint } from './start-command.ts';
import { shortened, startOfLine } from './start-line.ts';
import { type Trail, withTool } from './start-trail.ts';

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
  const at: Trail = {
    context,
    folder: folder ?? projectFolder,
    contextAt: place?.contextAt ?? null,
    copiedFrom: place?.copiedFrom ?? (() => null),
    installed: (place?.installed ?? []).map(nameOf),
    env,
    tools: [],
    packages: preloadsOf(env.get('NODE_OPTIONS') ?? ''),
    alsoLoads: [],
    alsoReads: [],
    writes: [],
    compiledBy: null,
    readsManifest: false,
    evidence: [],
    depth: 0,
  };
  const loaders = preloadsOf(env.get('NODE_OPTIONS') ?? '');
  const trail = { ...at, compiledBy: loaders.reduce<string | null>((by, one) => compilerIn(at, one) ?? by, null) };
  if (folder === null)
    return notKnown('start-not-understood', { command: '', why: 'it runs outside the build context' }, []);
  const broken = [entrypoint, cmd].find((one) => one?.form === 'shell' && isMeantAsList(one.script));
  if (broken?.form === 'shell') {
    const why = 'it is no JSON list, so that a shell runs «[» and fails';
    return notKnown('start-not-understood', { command: shortened(broken.script), why }, []);
  }
  // ENTRYPOINT in shell form ignores CMD; CMD in shell form is one argument list `/bin/sh -c line`.
  if (entrypoint?.form === 'shell') return startOfLine(withTool(trail, 'sh'), entrypoint.script);
  const first = wordsOf(entrypoint?.words ?? []);
  if (cmd === null || cmd.form === 'exec') {
    const words = [...first, ...wordsOf(cmd?.words ?? [])];
    const joined = severalInOne(trail, withoutEntrypoint(trail, words));
    if (joined !== null) {
      const why = `«${joined}» is one word of the array, which nothing divides`;
      return notKnown('start-not-understood', { command: words.map(({ text }) => text).join(' '), why }, []);
    }
    return words.length === 0 ? notKnown('start-missing', {}, []) : startOfWords(trail, words);
  }
  if (withoutEntrypoint(trail, first).length === 0) return startOfLine(withTool(trail, 'sh'), cmd.script);
  return startOfWords(trail, [...first, ...wordsOf(['/bin/sh', '-c', cmd.script])]);
}

/** `['node', 'x.js']`, `["npm", “start”]`, `["npm", "start"] # a comment`: with the wrong quotes or a word too many, Docker takes it for a shell's line. */
function isMeantAsList(script: string): boolean {
  return /^\s*\[\s*["'“”‘’]/.test(script);
}

/** `["yarn", "workspace api start"]`: the program gets one argument, where several were meant. */
function severalInOne({ context, folder }: Trail, [program, first]: readonly LineWord[]): string | null {
  const text = first?.text ?? '';
  if (!CALLERS.has(program?.text ?? '') || !/^[\w-]\S*\s+\S/.test(text)) return null;
  const file = within(folder, text);
  return file !== null && context.kind(file) !== null ? null : text;
}

const CALLERS: ReadonlySet<string> = new Set(['node', 'npm', 'npx', 'yarn', 'pnpm']);

function wordsOf(words: readonly string[]): readonly LineWord[] {
  return words.map((word) => ({ text: word, value: word }));
}
