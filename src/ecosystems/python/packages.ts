import { posix } from 'node:path';
import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import { type LockedPackage, readLockfile } from './lockfile.ts';
import type { Manifests } from './manifests.ts';
import { normalised, readRequirements } from './requirements.ts';

/** A package that a project asks for, by its normalised name. */
export interface NamedPackage {
  readonly name: string;
  readonly evidence: Evidence;
}

/** What a project's manifests say of its dependencies. */
export interface ProjectPackages {
  readonly named: readonly NamedPackage[];
  /** The whole tree, where a lockfile lists the files of each package; null: what the named ones depend on is not known. */
  readonly locked: readonly LockedPackage[] | null;
}

/** Every package that the manifests of a project name, whichever of them is installed. */
export function packagesOf(context: BuildContext, manifests: Manifests): ProjectPackages {
  const cite = (path: string, says: string): Evidence => ({ source: posix.join(context.folder, path), says });
  const required = readRequirements(context, manifests.requirements).requirements.flatMap(({ name, file, text }) =>
    name === null ? [] : [{ name, evidence: cite(file, text) }],
  );
  const { pyproject, lockfile } = manifests;
  const declared = (pyproject?.dependencies ?? []).map((name) => ({
    name,
    evidence: cite(pyproject?.path ?? '', `depends on ${name}`),
  }));
  const setup = manifests.setup.flatMap((path) =>
    setupRequires(context.read(path) ?? '').map((name) => ({ name, evidence: cite(path, `requires ${name}`) })),
  );
  const locked = lockfile === null ? null : readLockfile(context, lockfile);
  const ofLock = (locked ?? []).map(({ name }) => ({ name, evidence: cite(lockfile ?? '', `lists ${name}`) }));
  const all = [...required, ...declared, ...setup, ...ofLock];
  return {
    named: all.filter((entry, index) => all.findIndex((other) => other.name === entry.name) === index),
    locked: locked?.some((entry) => entry.files.length > 0) ? locked : null,
  };
}

/** Literal names of `install_requires=[…]` and of `install_requires =` in setup.cfg. */
function setupRequires(text: string): readonly string[] {
  const list = /install_requires\s*=\s*\[([\s\S]*?)\]/.exec(text)?.[1];
  if (list !== undefined)
    return [...list.matchAll(/["']\s*([A-Za-z0-9][\w.-]*)/g)].map((match) => normalised(match[1] ?? ''));
  const block = /^install_requires\s*=\s*((?:\n[ \t]+\S.*)+)/m.exec(text)?.[1] ?? '';
  return [...block.matchAll(/^[ \t]+([A-Za-z0-9][\w.-]*)/gm)].map((match) => normalised(match[1] ?? ''));
}
