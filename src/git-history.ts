import type { Role } from './command-reading.ts';
import type { Evidence } from './decision.ts';
import type { ProgramReading } from './ecosystems/program-reading.ts';
import type { Project } from './ecosystems/project.ts';
import type { Facts, Item } from './facts.ts';
import { isWithin } from './filesystem/path.ts';
import type { Command } from './shell/command.ts';

/** Subcommands of git that look at no work tree, or make a new one. */
const ELSEWHERE = ['clone', 'config', 'init', 'version', '--version'];

/** Roles of commands that run what the project or its packages bring. */
const RUNS_CODE: readonly Role[] = ['build', 'codegen', 'test', 'unknown'];

/** Whether a command changes the work tree by what the repository has already, and fetches nothing (`git reset --hard`). */
export function changesByHistory({ name, words }: Command): boolean {
  const action = words
    .slice(1)
    .find(({ text }, index, all) => !text.startsWith('-') && !/^-[cC]$/.test(all[index - 1]?.text ?? ''));
  return name === 'git' && !FETCHES.includes(action?.text ?? '');
}

/** Subcommands that ask another machine. */
const FETCHES = ['clone', 'fetch', 'pull', 'remote', 'submodule'];

/** Whether a COPY or ADD brings the repository’s `.git`, if the machine that builds has one. */
export function bringsHistory({ entries }: Item, { context }: Facts): boolean {
  if (context.folder !== '' || context.ignores('.git')) return false;
  return (entries ?? []).some(
    ({ kind, source }) => kind === 'folder' && (source === '' || isWithin('/.git', `/${source}`)),
  );
}

/**
 * Whether a RUN looks at the repository’s history as far as its words and the context say, or cannot be read. Git refuses to, once the work
 * tree belongs to somebody else («detected dubious ownership», 2.35.2), and who asked it fails.
 */
export function asksForHistory({ script, readings }: Item, facts: Facts): boolean {
  if (script?.kind === 'not-understood') return true;
  return readings.some((reading) => {
    const { role, detail } = reading;
    const { name, words } = reading.command;
    const arguments_ = words.map(({ text }) => text);
    if (name === 'git') return !ELSEWHERE.includes(arguments_[1] ?? '');
    // Go 1.18 and later stamp a program with the commit.
    if (name === 'go' && /^(?:build|install|run)$/.test(arguments_[1] ?? ''))
      return !arguments_.includes('-buildvcs=false') && !arguments_.some((word) => word.includes('@'));
    if (role !== 'install-dependencies' && !RUNS_CODE.includes(role)) return false;
    const project = 'project' in detail ? facts.projects.find(({ root }) => root === detail.project) : undefined;
    const reads = project?.installReadsOf?.([reading]) ?? project?.installReads;
    // An install that reads manifests alone starts nothing that could ask.
    if (detail.kind === 'install' && (detail.ignoresScripts || reads?.known === true)) return false;
    const projects = project === undefined ? facts.projects : [project];
    return projects.some((one) => manifestNaming(one, facts) !== null) || fileNaming(facts) !== null;
  });
}

/**
 * Where a program asks for the repository’s history while it runs, as far as that is known: it reads in `.git`, or starts git. Of a program that is
 * one file the second says nothing: it calls git for other folders.
 */
export function historyReadBy({ reads, optional, runs }: ProgramReading, { runs: what }: Project): Evidence | null {
  const inside = [...reads, ...optional].find(({ path }) => liesInHistory(path));
  const calls = what === 'outputs' ? undefined : runs.find(({ program }) => program === 'git');
  return (inside ?? calls)?.evidence[0] ?? null;
}

export function liesInHistory(path: string): boolean {
  return /(?:^|\/)\.git(?:\/|$)/.test(path);
}

/**
 * Packages that look at the history or set up hooks in it, by their names: simple-git, git-rev-sync, isomorphic-git, GitPython, pygit2, rugged,
 * setuptools-scm, versioneer, husky, lefthook, semantic-release.
 */
const HISTORY =
  /\b(?:node|iso\w+-|simple-|go-|py)git2?\b|\bgit-[a-z]|[a-z]-git["'@]|\bgitpython\b|\bdulwich\b|\brugged\b|\b(?:setuptools|use)[-_]scm(?:\b|_)|\bversioneer\b|\bhatch-vcs\b|\bpbr\b|\bhusky\b|\blefthook\b|\bsemantic-release\b/i;

/** Manifests that no install lists as its own where it reads sources anyway (`pip install .`). */
const MANIFEST = /^(?:package\.json|pyproject\.toml|setup\.(?:py|cfg)|Cargo\.toml|[^/]+\.gemspec)$/;

/** A manifest that names a package which looks at the history; the lockfile does not count, where half of all development trees name one. */
export function manifestNaming(project: Project, { context }: Facts): string | null {
  const read = project.installReads.known ? project.installReads.value : [];
  const folder = project.root === '' ? '' : `${project.root}/`;
  const beside = context.files().filter((path) => path.startsWith(folder) && MANIFEST.test(path.slice(folder.length)));
  const manifests = [...read, ...beside].filter((path) => path !== project.lockfile?.path && !/lock/i.test(path));
  return manifests.find((path) => HISTORY.test(context.read(path) ?? '')) ?? null;
}

const CODE = /\.(?:[cm]?[jt]sx?|vue|py|rb|go|rs|php|java|kt|cs|sh|bash|toml|cfg|mk)$|(?:^|\/)(?:Makefile|Rakefile)$/;
const ASKS = /(?:^|[^\w.])\.git(?:["'`/\s)]|$)|\bgit (?:rev-parse|describe|log|show|rev-list|status|diff|ls-files)\b/m;
/** More files than this are not read through. */
const MOST_FILES = 2000;

/** A file of the context that names `.git` or calls git, or why that was not looked for. */
export function fileNaming({ context }: Facts): string | null {
  const code = context.files().filter((path) => CODE.test(path) && !/(?:^|\/)\.(?:git|circleci)/.test(path));
  if (code.length > MOST_FILES) return `one of ${code.length} files`;
  return code.find((path) => ASKS.test(context.read(path) ?? '')) ?? null;
}
