import type { CommandReading } from '../../command-reading.ts';
import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { ProductionTree, StartedPart } from '../dependencies.ts';
import type { Known } from '../known.ts';
import type { ProgramReading } from '../program-reading.ts';
import { type StartReading, withBeside } from '../start-reading.ts';
import { cite, isBelow } from './cite.ts';
import { everyForm } from './every-form.ts';
import { known, notKnown } from './known.ts';
import { LOADED_ON_DEMAND } from './loaded-on-demand.ts';
import type { LockedPackage, Lockfile } from './lockfile.ts';
import type { ManagerReading } from './managers.ts';
import { packagesOf } from './module-graph.ts';
import type { Manifest } from './package-json.ts';
import { partTrees } from './part-trees.ts';
import type { ProgramOf } from './program.ts';
import { readTsConfig } from './tsconfig.ts';
import { holdsTypesOnly, neededBy } from './workspaces.ts';

/** A workspace, and how it is installed. */
export interface Workspace {
  readonly context: BuildContext;
  readonly root: Manifest;
  readonly members: readonly Manifest[];
  readonly manager: ManagerReading;
  readonly lock: Lockfile | null;
  /** The package that a start belongs to, with those that it is linked with. */
  readonly ownerOf: (start: StartReading) => ProgramOf;
}

type Prune = Extract<ProductionTree, { kind: 'prune' }>;

/**
 * The packages of a workspace that nothing which starts needs. Removing their folders before the tree is pruned takes away what only they depend
 * on, and resolves nothing anew: each manager then follows the lockfile for the manifests that it finds (tried: every version that the started
 * package finds is the same before and after, with npm 8, 9, 10 and 11, yarn 1.22 and 4.9, pnpm 8, 9 and 10). Null: all are needed.
 *
 * Not known: something may find a package only because the whole workspace is installed beside it.
 */
export function startedPartOf(
  { context, root, members, manager, lock, ownerOf }: Workspace,
  install: CommandReading,
  tree: Prune,
  starts: readonly StartReading[],
  program: ProgramReading,
): Known<StartedPart> | null {
  if (members.length === 0) return null;
  const each = starts.flatMap((start) => withBeside(start));
  const owners: Manifest[] = [];
  for (const start of each) {
    const path = start.kind === 'program' ? start.entry : start.kind === 'static-site' ? start.folder : null;
    const own = path === null ? undefined : members.findLast((member) => isBelow(path, member.folder));
    if (own === undefined) return notKnown('started-package-unknown', {}, start.evidence);
    owners.push(own);
  }
  const needed = new Set(neededBy([root, ...owners], members));
  const [dynamic] = program.dynamicReads;
  if (dynamic !== undefined) return notKnown('program-reads-unnamed-paths', {}, program.dynamicReads);
  const built = program.readsBuilt ?? [];
  const read = [...program.reads, ...built, ...program.optional, ...program.writesOutside].map((one) => one.path);
  const loadsTypes = each.some((start) => start.kind === 'program' && /\.[cm]?tsx?$/.test(start.entry ?? ''));
  const configured = loadsTypes ? [root, ...needed].flatMap((one) => configurationOf(context, one)) : [];
  for (const path of [...read, ...configured]) {
    const there = members.filter((member) => isBelow(path, member.folder) || isBelow(member.folder, path));
    for (const one of neededBy(there, members)) needed.add(one);
  }
  const stays = [root, ...members.filter((member) => needed.has(member))] as const;
  const leaves = members.filter(
    (member) =>
      !needed.has(member) &&
      !stays.some(
        ({ folder }) => folder !== root.folder && (isBelow(folder, member.folder) || isBelow(member.folder, folder)),
      ),
  );
  if (leaves.length === 0) return null;
  if (lock === null)
    return notKnown('no-lockfile-to-follow', {}, [cite(context, root.path, 'no lockfile that can be read beside it')]);
  const declared = new Set(
    stays.flatMap(({ name, dependencies, optionalDependencies, peerDependencies, devDependencies }) => [
      ...(name === null ? [] : [name]),
      ...dependencies.keys(),
      ...optionalDependencies.keys(),
      ...peerDependencies.keys(),
      ...devDependencies.keys(),
    ]),
  );
  const installed = new Set([
    ...members.filter((member) => !holdsTypesOnly(context, member)).flatMap((member) => member.name ?? []),
    ...[...lock.packages.values()].map((entry) => entry.name),
  ]);
  const vanishing = directOf(leaves);
  for (const name of declared) vanishing.delete(name);
  for (const start of each) {
    if (start.kind !== 'program') continue;
    const undeclared = undeclaredIn(ownerOf(start), start, { declared, installed, vanishing, leaves });
    if (undeclared !== null)
      return notKnown('imports-undeclared-package', { packages: undeclared.names }, undeclared.evidence);
  }
  const found = foundBeside(lock, manager, stays, vanishing);
  if (found !== null)
    return notKnown('loads-package-of-another', { package: found.name, by: found.by }, [
      cite(context, lock.path, `${found.by} loads ${found.name} where it finds it`),
    ]);
  return known({
    trees: partTrees({ context, manager, lock, stays, install, tree }),
    leaves: leaves.map((member) => member.folder),
    ...(manager.flavour === 'bun' ? { leavesLast: true } : {}),
    stays: stays.filter((one) => one !== root).map(({ name, folder }) => name ?? folder),
    evidence: owners.map((own) =>
      cite(
        context,
        own.path,
        `${own.name ?? own.folder} starts, and needs ${needed.size} of ${members.length} packages`,
      ),
    ),
  });
}

/** The files that a runtime reads which takes the types out of sources by itself. */
function configurationOf(context: BuildContext, { folder }: Manifest): readonly string[] {
  return readTsConfig(context, folder === '' ? 'tsconfig.json' : `${folder}/tsconfig.json`)?.chain ?? [];
}

/** What these manifests list for running. */
function directOf(manifests: readonly Manifest[]): Set<string> {
  return new Set(manifests.flatMap((one) => [...one.dependencies.keys(), ...one.optionalDependencies.keys()]));
}

/**
 * Packages that the sources load, or name where a library loads what it is told (`target: 'pino-pretty'`), and that no manifest which stays lists: they
 * are found only because another package of the workspace brings them.
 */
function undeclaredIn(
  of: ProgramOf,
  start: Extract<StartReading, { kind: 'program' }>,
  names: {
    readonly declared: ReadonlySet<string>;
    readonly installed: ReadonlySet<string>;
    readonly vanishing: ReadonlySet<string>;
    readonly leaves: readonly Manifest[];
  },
): { readonly names: readonly string[]; readonly evidence: readonly Evidence[] } | null {
  const { scans } = everyForm(of, start);
  const loaded = [...packagesOf({ scans })].filter(
    ([name]) => names.installed.has(name) && !names.declared.has(name) && !/^@types\//.test(name),
  );
  const told = scans.flatMap((scan) =>
    scan.mentions.flatMap(({ paths, line, says }) =>
      paths.flatMap((path) =>
        path.base === 'text' && path.exact && names.vanishing.has(path.path)
          ? [[path.path, { file: scan.path, line, says }] as const]
          : [],
      ),
    ),
  );
  const compiled = scans.flatMap((scan) => {
    const member = names.leaves.find((one) => isBelow(scan.path, one.folder));
    return member === undefined
      ? []
      : [[member.name ?? member.folder, { file: scan.path, line: 1, says: 'is loaded' }] as const];
  });
  const all = [...loaded, ...told, ...compiled];
  const needed = start.packages.filter((name) => names.vanishing.has(name));
  if (all.length === 0 && needed.length === 0) return null;
  return {
    names: [...new Set([...all.map(([name]) => name), ...needed])],
    evidence: [
      ...all.map(([, place]) => cite(of.context, place.file, `line ${place.line}: ${place.says}`)),
      ...(needed.length > 0 ? start.evidence : []),
    ],
  };
}

/**
 * A package that stays and loads another one where it finds it, which only packages that go bring: an optional peer, or a driver whose name comes
 * from a setting. pnpm gives each package its own peers, so that nothing is found beside them.
 */
function foundBeside(
  lock: Lockfile,
  { flavour }: ManagerReading,
  stays: readonly Manifest[],
  vanishing: ReadonlySet<string>,
): { readonly name: string; readonly by: string } | null {
  if (flavour === 'pnpm') return null;
  const byName = new Map<string, LockedPackage[]>();
  for (const entry of lock.packages.values()) byName.set(entry.name, [...(byName.get(entry.name) ?? []), entry]);
  const kept = new Set(directOf(stays));
  for (const name of kept)
    for (const entry of byName.get(name) ?? [])
      for (const next of [...entry.dependencies.keys(), ...entry.optionalDependencies.keys()]) kept.add(next);
  for (const by of kept) {
    const peers = (byName.get(by) ?? []).flatMap((entry) => [...entry.peerDependencies.keys(), ...entry.optionalPeers]);
    const name = [...peers, ...(LOADED_ON_DEMAND[by] ?? [])].find((peer) => vanishing.has(peer) && !kept.has(peer));
    if (name !== undefined) return { name, by };
  }
  return null;
}
