import semver from 'semver';
import type { BuildContext } from '../../repository/repository.ts';
import { within } from './cite.ts';
import type { Manifest } from './package-json.ts';

export type Manager = 'npm' | 'yarn' | 'pnpm' | 'bun';

/** Yarn from 2 on is another program than yarn 1, under the same name. */
export type Flavour = 'npm' | 'yarn-classic' | 'yarn-berry' | 'pnpm' | 'bun';

/** Lockfiles by manager; npm prefers its shrinkwrap. */
const LOCKFILES: readonly (readonly [Manager, string])[] = [
  ['npm', 'npm-shrinkwrap.json'],
  ['npm', 'package-lock.json'],
  ['yarn', 'yarn.lock'],
  ['pnpm', 'pnpm-lock.yaml'],
  ['bun', 'bun.lock'],
  ['bun', 'bun.lockb'],
];

/** The lockfile that a manager writes. */
export function lockfileNameOf(manager: string): string {
  return LOCKFILES.findLast(([name, file]) => name === manager && file !== 'bun.lockb')?.[1] ?? 'package-lock.json';
}

export interface ManagerReading {
  readonly manager: Manager;
  readonly flavour: Flavour;
  /** Its major version, where the project or the Dockerfile pins it; null: not known. */
  readonly major: number | null;
  /** Context path of its lockfile, null when the context has none. */
  readonly lockfile: string | null;
  /** What the choice rests on. */
  readonly says: string;
}

/**
 * The package manager of a project. `commands` is the text of the Dockerfile's RUN instructions: what it installs with has the last word.
 * Else npm's lockfile where there is one among several, else `packageManager`, else whichever lockfile is there, else npm.
 */
export function managerOf(context: BuildContext, manifest: Manifest, commands = ''): ManagerReading {
  const present = LOCKFILES.flatMap(([manager, name]) => {
    const path = within(manifest.folder, name);
    return path !== null && context.kind(path) !== null && context.has(path) === 'yes' ? [{ manager, path, name }] : [];
  });
  const installer = installerIn(commands);
  const pinned = /^(npm|yarn|pnpm|bun)@/.exec(manifest.packageManager ?? '')?.[1] as Manager | undefined;
  const named = installer ?? pinned;
  const first =
    present.find((lockfile) => lockfile.manager === named) ?? (named === undefined ? present[0] : undefined);
  const manager = named ?? first?.manager ?? 'npm';
  const lockfile = first?.path ?? null;
  const flavour = flavourOf(context, manifest, manager, lockfile);
  return { manager, flavour, major: majorOf(manifest, manager, commands), lockfile, says: says() };

  function says(): string {
    if (named === undefined) return first?.name ?? 'no lockfile and no packageManager';
    if (named === pinned) return `packageManager = "${manifest.packageManager}"`;
    return first?.name ?? `the Dockerfile installs with ${named}`;
  }
}

/** Program that installs a project's dependencies: `npm install -g pnpm` installs none. */
const INSTALLS: readonly (readonly [Manager, RegExp])[] = [
  ['npm', /\bnpm\s+(?:--?\S+\s+)*(?:ci|clean-install|i|install)\b(?![^&;|\n]*\s(?:-g|--global|--location=global)\b)/],
  ['yarn', /\byarn(?:pkg)?(?:\s+--?\S+)*(?:\s+install\b|\s*(?:$|&&|[;|\n"\\\]]))/m],
  ['pnpm', /\bpnpm\s+(?:--?\S+\s+)*(?:i|install)\b(?![^&;|\n]*\s(?:-g|--global)\b)/],
  ['bun', /\bbun\s+(?:--?\S+\s+)*(?:i|install)\b(?![^&;|\n]*\s(?:-g|--global)\b)/],
];

/** The one manager that the Dockerfile installs with; null where it is none, or more than one. */
function installerIn(commands: string): Manager | undefined {
  const found = INSTALLS.filter(([, pattern]) => pattern.test(commands)).map(([manager]) => manager);
  return found.length === 1 ? found[0] : undefined;
}

function flavourOf(context: BuildContext, manifest: Manifest, manager: Manager, lockfile: string | null): Flavour {
  if (manager !== 'yarn') return manager;
  const pinned = /^yarn@(\d+)/.exec(manifest.packageManager ?? '')?.[1];
  if (pinned !== undefined) return Number(pinned) >= 2 ? 'yarn-berry' : 'yarn-classic';
  const settings = within(manifest.folder, '.yarnrc.yml');
  if (settings !== null && context.kind(settings) !== null) return 'yarn-berry';
  return lockfile !== null && /^__metadata:/m.test(context.read(lockfile) ?? '') ? 'yarn-berry' : 'yarn-classic';
}

/** `packageManager` (corepack's pin, which pnpm follows by itself) or `npm install -g pnpm@9`; where both are there they have to agree. */
function majorOf(manifest: Manifest, manager: Manager, commands: string): number | null {
  const versions = [manifest.packageManager ?? '', ...commands.split(/\s+/)].flatMap((word) => {
    const version = new RegExp(`^['"]?${manager}@(.+?)['"]?$`).exec(word)?.[1];
    return version === undefined ? [] : [semver.coerce(version)?.major ?? null];
  });
  const [first] = versions;
  return first !== undefined && versions.every((version) => version === first) ? first : null;
}
