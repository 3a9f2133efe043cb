import type { CommandReading } from '../../command-reading.ts';
import type { NativeCode } from '../dependencies.ts';
import { because } from './known.ts';
import type { Lockfile } from './lockfile.ts';
import { isListed, librariesOf, NATIVE } from './native-packages.ts';
import { readManagerWords } from './npm-words.ts';
import type { Manifest } from './package-json.ts';

/** A package of a registry: `express`, `@types/node@20`. Not a folder, an archive, an address, a repository (`user/name`) or an alias. */
const OF_A_REGISTRY = /^(@[a-z0-9~][\w.~-]*\/)?[a-z0-9~][\w.~-]*(@[\w.^~*<>=|-]*)?$/i;

const ARCHIVE = /\.(?:tgz|tar|tar\.gz)$/;

/**
 * `npm install express` reads the manifest too, and puts the package on top of it in the image. Of the dependencies nothing may be removed
 * then: a prune follows a manifest, and which one it would follow depends on the copies behind the install.
 */
export function adds(install: CommandReading): boolean {
  if (install.detail.kind !== 'install' || install.detail.packages.length === 0) return false;
  const { complete } = readManagerWords(install.command.words);
  return complete && install.detail.packages.every((word) => OF_A_REGISTRY.test(word) && !ARCHIVE.test(word));
}

/** Servers of static files, which hold JavaScript alone and bring nothing else. */
const PLAIN: ReadonlySet<string> = new Set(['http-server', 'serve', 'sirv-cli']);

/** The native code of a tree that also holds what installs name: what the manifest does not list, no lockfile speaks of. */
export function withNamed(
  tree: NativeCode,
  named: readonly string[],
  manifest: Manifest,
  lock: Lockfile | null,
): NativeCode {
  const listed = (name: string) =>
    manifest.dependencies.has(name) ||
    manifest.devDependencies.has(name) ||
    manifest.optionalDependencies.has(name) ||
    // Types hold no code.
    name.startsWith('@types/');
  const added = named.map(nameOf).filter((name) => !listed(name));
  const locked = new Set([...(lock?.packages.values() ?? [])].map((entry) => entry.name));
  const native = added.filter((name) => isListed(name, NATIVE));
  const unclear = added.filter((name) => !native.includes(name) && !locked.has(name) && !PLAIN.has(name));
  if (unclear.length > 0)
    return { kind: 'unknown', because: because('install-names-packages', { packages: unclear }, []) };
  if (native.length === 0) return tree;
  const before = tree.kind === 'some' ? tree : { packages: [], evidence: [] };
  const packages = [...before.packages, ...native];
  return { kind: 'some', packages, ...librariesOf(packages), evidence: before.evidence };
}

/** `typescript@5` is typescript. */
export function nameOf(word: string): string {
  const at = word.indexOf('@', 1);
  return at === -1 ? word : word.slice(0, at);
}
