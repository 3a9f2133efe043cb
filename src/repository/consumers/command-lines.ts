import { folderOf, joinPath, repositoryPath } from '../repository-path.ts';
import { splitCommands } from './shell-words.ts';

/** One command of a script, its variables filled in as far as the script itself tells them. */
export interface CommandLine {
  readonly words: readonly string[];
  /** `A=1 command`, and what was exported before it. */
  readonly environment: Readonly<Record<string, string>>;
  /** The repository folder that it runs in; null after a `cd` that cannot be followed. */
  readonly cwd: string | null;
  /** 1-based. */
  readonly line: number;
}

/** Where a script runs. */
export interface ScriptPlace {
  /** The repository folder that it begins in. */
  readonly cwd: string;
  /** The file that it stands in: what `$(dirname "$0")` is about. */
  readonly file: string;
  /** The line of the file that it begins on. */
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

/** Stands for the repository's root in a word: CI systems and `git rev-parse` name it by an absolute path. */
const ROOT = '\u0001';
/** Stands for the folder that the script's file is in. */
const OWN_FOLDER = '\u0002';

/** How CI systems and scripts spell the folder of the checkout, the script's own folder, and the present one. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/\$\(git rev-parse --show-toplevel\)/g, ROOT],
  [/\$\{\{\s*github\.workspace\s*\}\}/g, ROOT],
  [/\$\(Build\.(?:SourcesDirectory|Repository\.LocalPath)\)|\$\(System\.DefaultWorkingDirectory\)/g, ROOT],
  [
    /\$\{?(?:GITHUB_WORKSPACE|CI_PROJECT_DIR|TRAVIS_BUILD_DIR|BITBUCKET_CLONE_DIR|WORKSPACE|CODEBUILD_SRC_DIR|CIRCLE_WORKING_DIRECTORY)\b\}?/g,
    ROOT,
  ],
  [/\$\(\s*cd (?:--|-P)?\s*"?\$\(dirname[^()]*\)([^"()&;]*)"?\s*(?:&&|;)\s*pwd(?: -P)?\s*\)/g, `${OWN_FOLDER}$1`],
  [
    /\$\(dirname[^()]*(?:\$0|BASH_SOURCE|\$\(readlink[^()]*\)|\$\(realpath[^()]*\))[^()]*\)|\$\{(?:0|BASH_SOURCE(?:\[0\])?)%\/\*\}/g,
    OWN_FOLDER,
  ],
  [/\$\((?:pwd|PWD|CURDIR|shell pwd)\)|\$\{?PWD\b\}?|\$\{CURDIR\}|`pwd`/g, '.'],
];

/** Words before a command that do not change what it does here. */
const PREFIXES = new Set([
  'sudo',
  'time',
  'exec',
  'nohup',
  'env',
  'command',
  'travis_retry',
  'retry',
  'then',
  'do',
  'else',
  'if',
  '!',
  '{',
  'set',
]);

/**
 * Reads the commands of a shell-like text: scripts, CI steps, recipe lines. It does not run anything and is no shell: conditions are not
 * evaluated, and what it does not understand is a word that stays as written.
 */
export function commandLines(script: string, place: ScriptPlace): readonly CommandLine[] {
  const commands: CommandLine[] = [];
  let values = place.values;
  let exported: Readonly<Record<string, string>> = {};
  let cwd: string | null = place.cwd;
  const outer: (string | null)[] = [];
  for (const token of splitCommands(script)) {
    if (token.kind === 'open') outer.push(cwd);
    else if (token.kind === 'close') cwd = outer.length > 0 ? (outer.pop() ?? null) : cwd;
    else {
      const words = token.words.map((word) => fill(word, values));
      const { environment, rest } = takeEnvironment(words);
      const [program, ...args] = rest;
      if (program === undefined) values = { ...values, ...environment };
      else if (program === 'export') {
        const { environment: set } = takeEnvironment(args);
        values = { ...values, ...set };
        exported = { ...exported, ...set };
      } else if (program === 'cd' || program === 'pushd') cwd = changeFolder(cwd, args, place);
      else if (program === 'popd') cwd = null;
      else
        commands.push({
          words: rest,
          environment: { ...place.values, ...exported, ...environment },
          cwd,
          line: place.line + token.line,
        });
    }
  }
  return commands;
}

/** The repository path that a word of a command names; null when it is not known, or outside the repository. */
export function pathOfWord(word: string, cwd: string | null, file: string): string | null {
  const path = word.replace(/^dir:\/\//, '').replaceAll('\\', '/');
  if (/\$|`|\{\{|%\w+%|^~|^[a-z][a-z+.-]*:\/\/|^git@/i.test(path)) return null;
  if (path.startsWith(ROOT)) return repositoryPath(`.${path.slice(ROOT.length).replace(/^(?!\/)/, '/')}`);
  if (path.startsWith(OWN_FOLDER))
    return joinPath(folderOf(file), `.${path.slice(OWN_FOLDER.length).replace(/^(?!\/)/, '/')}`);
  return cwd === null ? null : joinPath(cwd, path);
}

function changeFolder(cwd: string | null, args: readonly string[], place: ScriptPlace): string | null {
  const target = args.find((word) => word !== '--' && word !== '-P' && word !== '-L');
  return target === undefined || target === '-' ? null : pathOfWord(target, cwd, place.file);
}

function takeEnvironment(words: readonly string[]): { environment: Record<string, string>; rest: readonly string[] } {
  const environment: Record<string, string> = {};
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const assignment = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(word);
    if (assignment?.[1] !== undefined) environment[assignment[1]] = assignment[2] ?? '';
    else if (!PREFIXES.has(word)) break;
  }
  return { environment, rest: words.slice(at) };
}

function fill(word: string, values: Readonly<Record<string, string>>): string {
  let text = word;
  for (const [spelling, meaning] of PLACES) text = text.replace(spelling, meaning);
  return text
    .replace(/\$\{\{\s*env\.(\w+)\s*\}\}/g, (whole, name: string) => values[name] ?? whole)
    .replace(
      /\$\{([A-Za-z_]\w*)\}|\$\(([A-Za-z_]\w*)\)|\$([A-Za-z_]\w*)/g,
      (whole, a?: string, b?: string, c?: string) => values[a ?? b ?? c ?? ''] ?? whole,
    )
    .replace(/\$\{([A-Za-z_]\w*):?-([^${}]*)\}/g, (_, name: string, otherwise: string) => values[name] ?? otherwise);
}
