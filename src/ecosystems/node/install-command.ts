import { posix } from 'node:path';
import type { CommandReading, Paths } from '../../command-reading.ts';
import type { Evidence } from '../../decision.ts';
import type { Command } from '../../shell/command.ts';
import type { CommandPlace } from '../ecosystem.ts';
import { downloadsOf } from './browser-downloads.ts';
import { contextRootAt } from './build-command.ts';
import { cite, within } from './cite.ts';
import { installReadsOf } from './install-reads.ts';
import { some } from './known.ts';
import { lifecycleOf } from './lifecycle.ts';
import { type Flavour, lockfileNameOf, managerOf } from './managers.ts';
import { nameOf } from './named-packages.ts';
import { isOn, type ManagerWords } from './npm-words.ts';
import { type Manifest, readManifest } from './package-json.ts';
import { membersOf, workspaceRootOf } from './workspaces.ts';

/** Flags that what removes development dependencies must repeat, or it resolves otherwise (ERESOLVE), refuses or fetches anew. */
const CARRIED_BY_NPM = [
  'legacy-peer-deps',
  'force',
  'strict-peer-deps',
  'install-strategy',
  'legacy-bundling',
  'global-style',
];
const CARRIED_BY_YARN = [
  'ignore-engines',
  'ignore-platform',
  'ignore-optional',
  'network-timeout',
  'network-concurrency',
  'registry',
  'cache-folder',
  'offline',
];

/** `npm install`, `npm ci`, `yarn`, `pnpm install`, `bun install` in a project's folder. */
export function installOf(
  command: Command,
  tool: string,
  verb: 'install' | 'ci',
  words: ManagerWords,
  place: CommandPlace,
): CommandReading {
  const prefix = words.flags.get('prefix') ?? words.flags.get('cwd');
  const bare = (writes: Paths, reads: Paths): CommandReading => ({
    command,
    role: 'install-dependencies',
    writes,
    reads,
    evidence: [],
    detail: { kind: 'none' },
  });
  if (place.folder === null || !words.complete) return bare('anything', 'anything');
  const ownFolder = posix.resolve(place.folder, prefix ?? '.');
  const ownContextFolder = contextFolderOf(place, place.folder, prefix ?? '.');
  const workspace = ownContextFolder === null ? null : workspaceAbove(tool, ownFolder, ownContextFolder, place);
  const { folder, contextFolder } = workspace ?? { folder: ownFolder, contextFolder: ownContextFolder };
  const at = contextFolder === null ? null : within(contextFolder, 'package.json');
  const manifest = at === null ? null : readManifest(place.context, at);
  const written = [posix.join(folder, 'node_modules'), ...cachesOf(tool, place.home)];
  const frozen = verb === 'ci' || (tool !== 'npm' && isOn(words, 'frozen-lockfile')) || isOn(words, 'immutable');
  if (!frozen) written.push(posix.join(folder, lockfileNameOf(tool)));
  if (words.operands.length > 0) written.push(posix.join(folder, 'package.json'));
  const ignoresScripts = isOn(words, 'ignore-scripts') || place.env.get('npm_config_ignore_scripts') === 'true';
  if (manifest === null || contextFolder === null) return bare([...written, folder], [folder]);

  const { flavour } = managerOf(place.context, manifest, command.words.map((word) => word.text).join(' '));
  const members = membersOf(place.context, manifest);
  const lifecycle = lifecycleOf(place.context, manifest, members);
  const reads = installReadsOf(place.context, manifest, lifecycle, flavour, members);
  // Members get a node_modules of their own, inside folders that are copied: no copy brings one, so they count for the root's.
  const said = productionByWords(tool, words, place);
  const production = said ?? isProductionBySettings(tool, flavour, command, place, manifest);
  const { home } = place;
  const downloads =
    home === null
      ? []
      : downloadsOf([manifest, ...members], words.operands.map(nameOf), production).map((one) => ({
          ...one,
          path: posix.join(home, one.folder),
        }));
  written.push(...downloads.map(({ path }) => path));
  const forDevelopment = downloads.filter((one) => one.forDevelopment).map(({ path }) => path);
  const evidence: Evidence[] = [
    cite(place.context, manifest.path, manifest.name === null ? 'package.json' : `name = "${manifest.name}"`),
    ...lifecycle.evidence,
  ];
  const left = lifecycle.leaves?.map((path) => posix.join(folder, posix.relative(contextFolder || '.', path))) ?? null;
  const carried = tool === 'npm' ? CARRIED_BY_NPM : tool === 'yarn' ? CARRIED_BY_YARN : [];
  return {
    command,
    role: 'install-dependencies',
    writes: lifecycle.unclear === null || ignoresScripts ? written : [...written, ...(left ?? [folder])],
    reads: [
      ...(reads.known
        ? reads.value.map((path) => posix.join(folder, posix.relative(contextFolder || '.', path)))
        : [folder]),
      ...(place.home === null ? [] : [posix.join(place.home, '.npmrc')]),
    ],
    evidence,
    detail: {
      kind: 'install',
      ecosystem: 'node',
      project: contextFolder,
      folder,
      production,
      ...(said === null ? {} : { saysProduction: true as const }),
      frozen,
      packages: words.operands,
      carriedFlags: words.written.filter(
        (flag) =>
          carried.includes(flag.replace(/^--?/, '').replace(/[= ].*$/, '')) || (tool === 'npm' && flag === '-f'),
      ),
      ignoresScripts,
      // npm takes the folder for `--workspace`; the others install the whole workspace from anywhere in it.
      ...(workspace !== null && tool === 'npm' ? { ofMember: ownContextFolder ?? '' } : {}),
      ...some('forDevelopment', forDevelopment),
      ...(lifecycle.unclear !== null && left !== null ? { leaves: left } : {}),
    },
  };
}

/** First Node version whose npm knows workspaces (npm 7). */
const WORKSPACES_FROM = 15;

/**
 * The workspace that an install in the folder of a member belongs to, where its root is in the image: every manager installs at the root then.
 * Sources: docs.npmjs.com/cli/using-npm/workspaces («auto-installs from any folder»), classic.yarnpkg.com/en/docs/workspaces, pnpm.io/workspaces.
 */
function workspaceAbove(
  tool: string,
  folder: string,
  contextFolder: string,
  place: CommandPlace,
): { readonly folder: string; readonly contextFolder: string } | null {
  if (tool === 'npm' && (place.runtimeMajor ?? WORKSPACES_FROM) < WORKSPACES_FROM) return null;
  const root = workspaceRootOf(place.context, contextFolder);
  if (root === null) return null;
  const top = contextRootAt(folder, posix.relative(root.folder, contextFolder));
  const there = top === null ? null : (place.contextPath?.(posix.join(top, 'package.json')) ?? null);
  return top === null || there !== root.path ? null : { folder: top, contextFolder: root.folder };
}

/** The context folder that `--prefix` means; absolute ones only below the place of the context's root. */
function contextFolderOf(place: CommandPlace, folder: string, prefix: string): string | null {
  if (place.contextFolder === null) return manifestCopiedTo(place, posix.resolve(folder, prefix));
  if (!prefix.startsWith('/')) return within(place.contextFolder, prefix);
  const root = contextRootAt(folder, place.contextFolder);
  return root === null ? null : within('', posix.relative(root, prefix) || '.');
}

/** `COPY client/package.json client/`, and nothing yet to the folder where the command runs. */
function manifestCopiedTo(place: CommandPlace, folder: string): string | null {
  const manifest = place.contextPath?.(posix.join(folder, 'package.json')) ?? null;
  return manifest === null || posix.basename(manifest) !== 'package.json'
    ? null
    : posix.join('/', manifest, '..').slice(1);
}

/** npm 6 (Node <= 14) knows no `--omit`, silently; `--only` and `--production` are known to all. */
function knowsOmit(tool: string, { runtimeMajor }: CommandPlace): boolean {
  return tool !== 'npm' || runtimeMajor === null || runtimeMajor > 14;
}

/** Whether development dependencies stay away, where flags say it: no variable changes that. */
function productionByWords(tool: string, words: ManagerWords, place: CommandPlace): boolean | null {
  const { flags } = words;
  if (
    flags.get('include') === 'dev' ||
    flags.get('also') === 'dev' ||
    flags.get('also') === 'development' ||
    isOn(words, 'dev')
  )
    return false;
  if (flags.get('production') === 'false' || flags.get('no-production') === 'true') return false;
  if (isOn(words, 'production') || isOn(words, 'prod') || /^prod(?:uction)?$/.test(flags.get('only') ?? ''))
    return true;
  if (flags.get('omit') === 'dev' && knowsOmit(tool, place)) return true;
  return tool === 'pnpm' && isOn(words, 'save-prod') ? true : null;
}

/** Whether they stay away by npm's own variables and settings, then by NODE_ENV. */
function isProductionBySettings(
  tool: string,
  flavour: Flavour,
  command: Command,
  place: CommandPlace,
  manifest: Manifest,
): boolean {
  const env = (name: string): string | undefined =>
    command.assignments.find((assignment) => assignment.name === name)?.value ??
    place.env.get(name) ??
    place.env.get(name.toUpperCase()) ??
    undefined;
  if (env('npm_config_production') === 'true' || /^prod(?:uction)?$/.test(env('npm_config_only') ?? '')) return true;
  if (env('npm_config_omit') === 'dev' && knowsOmit(tool, place)) return true;
  const npmrc = manifest.folder === '' ? '.npmrc' : `${manifest.folder}/.npmrc`;
  if (/^\s*(?:production\s*=\s*true|omit(?:\[\])?\s*=\s*dev|only\s*=\s*prod)/m.test(place.context.read(npmrc) ?? ''))
    return true;
  if (env('npm_config_include') === 'dev' || env('npm_config_production') === 'false') return false;
  return flavour !== 'yarn-berry' && flavour !== 'bun' && env('NODE_ENV') === 'production';
}

/** Where a manager keeps what it downloaded. Source: each one's documentation; yarn 1 as root seen in the official images. */
function cachesOf(tool: string, home: string | null): readonly string[] {
  if (home === null) return [];
  const inHome = (...paths: readonly string[]) => paths.map((path) => posix.join(home, path));
  switch (tool) {
    case 'yarn':
      return [...inHome('.cache/yarn', '.yarn'), ...(home === '/root' ? ['/usr/local/share/.cache'] : [])];
    case 'pnpm':
      return inHome('.local/share/pnpm', '.cache/pnpm', '.local/state/pnpm');
    case 'bun':
      return inHome('.bun');
    default:
      return inHome('.npm');
  }
}
