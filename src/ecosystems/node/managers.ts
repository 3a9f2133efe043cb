import type { BuildContext } from '../../repository/repository.ts';
import { within } from './cite.ts';
import type { Manifest } from './package-json.ts';

export type Manager = 'npm' | 'yarn' | 'pnpm' | 'bun';

/** Lockfiles by manager; npm prefers its shrinkwrap. */
const LOCKFILES: readonly (readonly [Manager, string])[] = [
  ['npm', 'npm-shrinkwrap.json'],
  ['npm', 'package-lock.json'],
  ['yarn', 'yarn.lock'],
  ['pnpm', 'pnpm-lock.yaml'],
  ['bun', 'bun.lock'],
  ['bun', 'bun.lockb'],
];

export interface ManagerReading {
  readonly manager: Manager;
  /** Context path of its lockfile, null when the context has none. */
  readonly lockfile: string | null;
  /** What the choice rests on. */
  readonly says: string;
}

/**
 * The package manager of a project: npm's lockfile where there is one among several (the Dockerfile's own install command has the
 * last word, and is read elsewhere), else `packageManager`, else whichever lockfile is there, else npm.
 */
export function managerOf(context: BuildContext, manifest: Manifest): ManagerReading {
  const present = LOCKFILES.flatMap(([manager, name]) => {
    const path = within(manifest.folder, name);
    return path !== null && context.kind(path) !== null && context.has(path) === 'yes' ? [{ manager, path, name }] : [];
  });
  const named = /^(npm|yarn|pnpm|bun)@/.exec(manifest.packageManager ?? '')?.[1] as Manager | undefined;
  const first =
    present.find((lockfile) => lockfile.manager === named) ?? (named === undefined ? present[0] : undefined);
  if (named !== undefined)
    return { manager: named, lockfile: first?.path ?? null, says: `packageManager = "${manifest.packageManager}"` };
  if (first !== undefined) return { manager: first.manager, lockfile: first.path, says: first.name };
  return { manager: 'npm', lockfile: null, says: 'no lockfile and no packageManager' };
}
