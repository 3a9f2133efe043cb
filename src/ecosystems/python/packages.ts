import { posix } from 'node:path';
import type { CommandReading } from '../../command-reading.ts';
import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import { ASKED_FOR } from './asked-for.ts';
import { INSTALLERS } from './install-command.ts';
import { type LockedPackage, readLockfile } from './lockfile.ts';
import { isRequirementsFile, type Manifests } from './manifests.ts';
import { normalised, readRequirements } from './requirements.ts';

/** A package that a project asks for, by its normalised name. */
export interface NamedPackage {
  readonly name: string;
  readonly evidence: Evidence;
  /** The manifest or lockfile that names it, as a context path; absent: a command line does. */
  readonly file?: string;
}

/** What a project's manifests say of its dependencies. */
export interface ProjectPackages {
  readonly named: readonly NamedPackage[];
  /** The same, once for each manifest that names it. */
  readonly ofEachFile: readonly NamedPackage[];
  /** The whole tree, where a lockfile lists the files of each package; null: what the named ones depend on is not known. */
  readonly locked: readonly LockedPackage[] | null;
}

/** Every package that the manifests of a project name, whichever of them is installed. */
export function packagesOf(context: BuildContext, manifests: Manifests): ProjectPackages {
  const cite = (path: string, says: string): Evidence => ({ source: posix.join(context.folder, path), says });
  const required = readRequirements(context, manifests.requirements).requirements.flatMap(({ name, file, text }) =>
    name === null ? [] : [{ name, file, evidence: cite(file, text) }],
  );
  const { pyproject, lockfile } = manifests;
  const declared = (pyproject?.dependencies ?? []).map((name) => ({
    name,
    file: pyproject?.path ?? '',
    evidence: cite(pyproject?.path ?? '', `depends on ${name}`),
  }));
  const setup = manifests.setup.flatMap((path) =>
    setupRequires(context.read(path) ?? '').map((name) => ({
      name,
      file: path,
      evidence: cite(path, `requires ${name}`),
    })),
  );
  const locked = lockfile === null ? null : readLockfile(context, lockfile);
  const ofLock = (locked ?? []).map(({ name }) => ({
    name,
    file: lockfile ?? '',
    evidence: cite(lockfile ?? '', `lists ${name}`),
  }));
  const ofEachFile = [...required, ...declared, ...setup, ...ofLock];
  return {
    named: withAskedFor(ofEachFile),
    ofEachFile,
    locked: locked?.some((entry) => entry.files.length > 0) ? locked : null,
  };
}

/**
 * What certain installs may bring: what they name on their command lines, and what the manifests name where one of them reads those, or may.
 * No install: what the manifests name.
 */
export function packagesOfInstalls(
  project: ProjectPackages,
  installs: readonly CommandReading[],
): Pick<ProjectPackages, 'named' | 'locked'> {
  const ofCommands = installs.flatMap(({ detail, command }) => {
    if (detail.kind !== 'install') return [];
    const words = command.words.map((word) => word.value ?? word.text);
    return detail.packages.map((name) => {
      const word = words.find((text) => normalised(/^[A-Za-z0-9][\w.-]*/.exec(text)?.[0] ?? '') === name);
      return { name, evidence: { source: 'RUN', says: word ?? name } };
    });
  });
  const readsNothing = ({ detail }: CommandReading) =>
    detail.kind === 'install' && detail.contextReads?.known === true && detail.contextReads.value.length === 0;
  if (installs.length > 0 && installs.every(readsNothing)) return { named: withAskedFor(ofCommands), locked: null };
  const files = filesRead(installs);
  const ofFiles = project.ofEachFile.filter(({ file }) => files === null || files.has(file ?? ''));
  if (ofCommands.length === 0 && ofFiles.length === project.ofEachFile.length) return project;
  return { named: withAskedFor([...ofFiles, ...ofCommands]), locked: null };
}

/** The manifests that the installs read, each of them certainly; null: one may read any, or a file that is no manifest by its name. */
function filesRead(installs: readonly CommandReading[]): ReadonlySet<string> | null {
  const files = new Set<string>();
  for (const { detail } of installs) {
    const reads = detail.kind === 'install' ? detail.contextReads : undefined;
    if (!reads?.known) return null;
    if (reads.value.some((path) => path.endsWith('.txt') && !isRequirementsFile(path))) return null;
    for (const path of reads.value) files.add(path);
  }
  return installs.length === 0 ? null : files;
}

/** The same with names of command lines, without the installers themselves. */
export function withNames(
  project: ProjectPackages,
  names: readonly string[],
): Pick<ProjectPackages, 'named' | 'locked'> {
  const known = new Set(project.named.map(({ name }) => name));
  const added = names.filter((name) => !known.has(name) && !INSTALLERS.has(name));
  if (added.length === 0) return project;
  const named = added.map((name) => ({ name, evidence: { source: 'RUN', says: name } }));
  return { named: withAskedFor([...project.named, ...named]), locked: null };
}

/** Each once, with those that it is known to ask for. */
function withAskedFor(named: readonly NamedPackage[]): readonly NamedPackage[] {
  const all = named.flatMap((entry): readonly NamedPackage[] => {
    const asked = Object.hasOwn(ASKED_FOR, entry.name) ? (ASKED_FOR[entry.name] ?? []) : [];
    const { source, says } = entry.evidence;
    const askedFor = (name: string) => ({
      ...entry,
      name,
      evidence: { source, says: `${says}, which asks for ${name}` },
    });
    return [entry, ...asked.map(askedFor)];
  });
  return all.filter((entry, index) => all.findIndex((other) => other.name === entry.name) === index);
}

/** Literal names of `install_requires=[…]` and of `install_requires =` in setup.cfg. */
function setupRequires(text: string): readonly string[] {
  const list = /install_requires\s*=\s*\[([\s\S]*?)\]/.exec(text)?.[1];
  if (list !== undefined)
    return [...list.matchAll(/["']\s*([A-Za-z0-9][\w.-]*)/g)].map((match) => normalised(match[1] ?? ''));
  const block = /^install_requires\s*=\s*((?:\n[ \t]+\S.*)+)/m.exec(text)?.[1] ?? '';
  return [...block.matchAll(/^[ \t]+([A-Za-z0-9][\w.-]*)/gm)].map((match) => normalised(match[1] ?? ''));
}
