import { posix } from 'node:path';
import picomatch from 'picomatch';
import type { BuildContext } from '../../repository/repository.ts';
import { isBelow } from './cite.ts';
import type { ManagerWords } from './npm-words.ts';
import { listOf, type Manifest, objectOf, readManifest } from './package-json.ts';
import { pnpmSettings } from './pnpm-settings.ts';

/** Patterns that name the members of a workspace: in package.json for npm, yarn and bun, in pnpm-workspace.yaml for pnpm. */
function patternsOf(context: BuildContext, root: Manifest): readonly string[] {
  const { workspaces } = root.raw;
  const own = Array.isArray(workspaces) ? listOf(workspaces) : listOf(objectOf(workspaces)?.packages);
  return [...own, ...listOf(pnpmSettings(context, root.folder).packages)];
}

/** The packages of the workspace that a manifest is the root of, in the order of their folders; none where it is no root. */
export function membersOf(context: BuildContext, root: Manifest): readonly Manifest[] {
  const patterns = patternsOf(context, root).map((pattern) => posix.normalize(pattern).replace(/\/+$/, ''));
  if (patterns.length === 0) return [];
  const isMember = picomatch(
    patterns.filter((pattern) => !pattern.startsWith('!')),
    { ignore: patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1)) },
  );
  return context
    .files()
    .filter(
      (file) => /\/package\.json$/.test(file) && isBelow(file, root.folder) && !/(?:^|\/)node_modules\//.test(file),
    )
    .filter((file) => isMember(posix.relative(root.folder, posix.dirname(file))))
    .flatMap((file) => readManifest(context, file) ?? []);
}

/** The root of the workspace that a folder lies in, or null. */
export function workspaceRootOf(context: BuildContext, folder: string): Manifest | null {
  for (let at = folder; at !== ''; ) {
    const parent = posix.dirname(at);
    at = parent === '.' ? '' : parent;
    const manifest = readManifest(context, posix.join(at, 'package.json'));
    if (manifest !== null && membersOf(context, manifest).some((member) => member.folder === folder)) return manifest;
  }
  return null;
}

/** The members that one of them depends on, itself first. */
export function linkedWith(first: Manifest, members: readonly Manifest[]): readonly Manifest[] {
  const found = new Set([first]);
  for (const one of found) {
    for (const name of [...one.dependencies.keys(), ...one.optionalDependencies.keys()]) {
      const member = members.find((candidate) => candidate.name === name);
      if (member !== undefined) found.add(member);
    }
  }
  return [...found];
}

/** The members that these packages need to run, themselves included: by name or by folder, peers too. */
export function neededBy(first: readonly Manifest[], members: readonly Manifest[]): readonly Manifest[] {
  const found = new Set(first);
  for (const one of found) {
    for (const [name, spec] of [...one.dependencies, ...one.optionalDependencies, ...one.peerDependencies]) {
      const local = /^(?:file|link|portal):(.+)$/.exec(spec)?.[1];
      const folder = local === undefined ? null : posix.join(one.folder, local);
      for (const member of members) if (member.name === name || member.folder === folder) found.add(member);
    }
  }
  return [...found];
}

/** A member that holds types alone: nothing of it can be loaded, so that compilers leave out its imports. */
export function holdsTypesOnly(context: BuildContext, { folder, main, raw }: Manifest): boolean {
  const { exports } = raw;
  const targets = exports === undefined ? [] : stringsIn(exports);
  return (
    (raw.types !== undefined || raw.typings !== undefined || targets.length > 0) &&
    (main === null || /\.d\.[cm]?ts$/.test(main)) &&
    raw.module === undefined &&
    targets.every((target) => /\.d\.[cm]?ts$/.test(target)) &&
    !['index.js', 'index.json', 'index.node'].some((name) => context.kind(posix.join(folder, name)) !== null)
  );
}

/** Every string in a value of package.json, however deep. */
function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Object.values(objectOf(value) ?? (Array.isArray(value) ? { ...value } : {})).flatMap(stringsIn);
}

/**
 * Which members a command is for: `npm run build -w api`, `yarn workspace api build`, `pnpm --filter api build`. Null where it names none; an
 * empty list where what it names is no member.
 */
export function membersNamed(
  members: readonly Manifest[],
  root: Manifest,
  tool: string,
  words: ManagerWords,
): readonly Manifest[] | null {
  const all = words.flags.get('workspaces') === 'true' || words.flags.get('recursive') === 'true';
  const several = tool === 'yarn' && words.verb === 'workspaces';
  if (all || several) return members;
  if (tool === 'yarn' && words.verb === 'workspace') return named(members, root, [words.operands[0] ?? '']);
  const flag = words.flags.get('workspace') ?? words.flags.get('filter');
  return flag === undefined || flag === 'true' ? null : named(members, root, [flag]);
}

/** By name, by folder, by a pattern of either; `api...` is the member and what it depends on. */
function named(members: readonly Manifest[], root: Manifest, wanted: readonly string[]): readonly Manifest[] {
  return wanted.flatMap((text) => {
    const bare = text
      .replace(/^\{(.*)\}$/, '$1')
      .replace(/^\.{3}|\.{3}$/g, '')
      .replace(/^\.\//, '')
      .replace(/\/$/, '');
    const matches = picomatch(bare);
    const found = members.filter(
      ({ name, folder }) =>
        (name !== null && (name === bare || matches(name) || (!bare.includes('/') && name.endsWith(`/${bare}`)))) ||
        posix.relative(root.folder, folder) === bare ||
        matches(posix.relative(root.folder, folder)),
    );
    return text.includes('...') ? [...new Set(found.flatMap((one) => linkedWith(one, members)))] : found;
  });
}

/** Root and members as one: what any of `needed` needs to run is a production dependency of the tree. */
export function merged(own: Manifest, needed: readonly Manifest[], all: readonly Manifest[]): Manifest {
  const union = (of: (manifest: Manifest) => ReadonlyMap<string, string>, manifests: readonly Manifest[]) =>
    new Map(manifests.flatMap((one) => [...of(one)]));
  return {
    ...own,
    dependencies: union((one) => one.dependencies, needed),
    optionalDependencies: union((one) => one.optionalDependencies, needed),
    devDependencies: union((one) => one.devDependencies, all),
    peerDependencies: union((one) => one.peerDependencies, needed),
  };
}
