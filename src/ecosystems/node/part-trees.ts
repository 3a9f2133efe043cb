import { posix } from 'node:path';
import type { CommandReading } from '../../command-reading.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { ProductionTree } from '../dependencies.ts';
import { INSTALL_HOOKS, lifecycleOf } from './lifecycle.ts';
import type { Lockfile } from './lockfile.ts';
import type { ManagerReading } from './managers.ts';
import type { Manifest } from './package-json.ts';

type Prune = Extract<ProductionTree, { kind: 'prune' }>;

/** A workspace whose started part is known, and how its whole tree would be pruned. */
export interface PartQuestion {
  readonly context: BuildContext;
  readonly manager: ManagerReading;
  readonly lock: Lockfile;
  /** The root first, then the members that stay. */
  readonly stays: readonly [Manifest, ...Manifest[]];
  readonly install: CommandReading;
  readonly tree: Prune;
}

/**
 * Ways to make the tree of the packages that stay, the one that leaves least first:
 * - npm and yarn follow the manifests that they find, so that their own prune does it;
 * - bun refuses a lockfile that names a package whose folder is gone (tried: 1.1.45, 1.2.21, 1.3.9; 1.4.5 refuses some), and installs for those that
 *   `--filter` names, their links and the root (`./`) alone (tried with all four);
 * - pnpm's prune unlinks what the others bring and leaves it in `node_modules/.pnpm` (tried: 8 to 11), so that it links once more, from its store, into an
 *   empty tree. That runs the scripts of dependencies again, and those of the packages, without their development dependencies: where there are any, the
 *   tree is pruned where it stands. `pnpm deploy` resolves anew before version 10, moves the program, and copies only what `files` lists.
 */
export function partTrees(question: PartQuestion): readonly Prune[] {
  const { manager, stays, tree } = question;
  switch (manager.flavour) {
    case 'npm':
    case 'yarn-classic':
    case 'yarn-berry':
      return [tree];
    case 'bun': {
      const filters = ['./', ...firstOf(stays)].map((one) => `--filter ${one}`).join(' ');
      return [{ ...tree, command: `${tree.command} ${filters}` }];
    }
    case 'pnpm': {
      const scripts = scriptsOf(question);
      if (scripts === null) return [tree];
      const again = ['CI=true pnpm install --prod --frozen-lockfile --prefer-offline', ...scripts].join(' ');
      return [{ ...tree, command: `${removing(stays)} && ${again}`, mayFetch: true, undoesChanges: true }, tree];
    }
  }
}

/** Every `node_modules` of a workspace, as its root names them. */
export function removing([root, ...members]: readonly [Manifest, ...Manifest[]]): string {
  const folders = members.map(({ folder }) => posix.relative(root.folder, folder));
  const parents = [...new Set(folders.map((folder) => posix.dirname(folder)))];
  const paths = parents.flatMap((parent) => {
    const children = folders.filter((folder) => posix.dirname(folder) === parent);
    return parent !== '.' && children.length > 1
      ? [`${parent}/*/node_modules`]
      : children.map((folder) => `${folder}/node_modules`);
  });
  return `rm -rf ${['node_modules', ...paths].join(' ')}`;
}

/** What `--filter` has to name: the packages that no other one brings along. */
function firstOf([root, ...members]: readonly [Manifest, ...Manifest[]]): readonly string[] {
  const brought = new Set(members.flatMap((one) => [...one.dependencies.keys(), ...one.optionalDependencies.keys()]));
  return members
    .filter(({ name }) => name === null || !brought.has(name))
    .map(({ name, folder }) => name ?? `./${posix.relative(root.folder, folder)}`);
}

/** Words of `pnpm install` that change nothing of what is installed. */
const PLAIN =
  /^(?:pnpm|install|i|-r|--recursive|--(?:no-)?frozen-lockfile|--(?:prefer-)?offline|--prod=false|--ignore-scripts|--silent|-s|--reporter=\S+)$/;

/** The flag that an install over an empty tree needs so that it leaves what the first one left, none where it may run scripts; null: neither is sure. */
function scriptsOf({ context, lock, stays: [root, ...members], install }: PartQuestion): readonly string[] | null {
  if (!install.command.words.every(({ text }) => PLAIN.test(text))) return null;
  if (install.detail.kind === 'install' && install.detail.ignoresScripts) return ['--ignore-scripts'];
  if (lifecycleOf(context, root, members).writesDependencies) return null;
  const built =
    lock.installScripts === 'not-recorded' ||
    (lock.installScripts === 'recorded' && [...lock.packages.values()].some((one) => one.hasInstallScript && !one.dev));
  if (!built) return ['--ignore-scripts'];
  const hooked = [root, ...members].some(({ scripts }) => INSTALL_HOOKS.some((hook) => scripts.has(hook)));
  return hooked ? null : [];
}
