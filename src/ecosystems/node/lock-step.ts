import { posix } from 'node:path';
import semver from 'semver';
import type { BuildContext } from '../../repository/repository.ts';
import type { Known } from '../known.ts';
import { cite } from './cite.ts';
import { known, notKnown } from './known.ts';
import { type LockedPackage, type Lockfile, resolveLocked } from './lockfile.ts';
import type { Manifest } from './package-json.ts';

/** Whether `npm ci` accepts a lockfile, and the sentences that npm would print when it does not. */
export interface LockStep {
  readonly inStep: Known<boolean>;
  readonly differences: readonly string[];
}

/**
 * Compares package.json with its lockfile the way `npm ci` does (npm 8, 10 and 11, tried): an added dependency of any kind, peers
 * included, a range that the locked version no longer satisfies, and a missing entry fail; removed dependencies, moves between
 * kinds, overrides, engines and extra entries pass. Packages for other platforms that the lockfile lacks pass npm 10 and fail npm 11.
 */
export function lockStepOf(
  context: BuildContext,
  manifest: Manifest,
  lock: Lockfile,
  members: readonly Manifest[] = [],
): LockStep {
  const differences: string[] = [];
  for (const one of [manifest, ...members]) {
    const direct = [
      ...one.dependencies,
      ...one.devDependencies,
      ...one.optionalDependencies,
      ...(lock.version === 1 ? [] : requiredPeers(one.peerDependencies, one.optionalPeers)),
    ];
    const from = posix.relative(manifest.folder, one.folder);
    for (const [name, spec] of new Map(direct)) {
      const locked = resolveLocked(lock, from, name);
      if (locked === null) differences.push(`Missing: ${name}@${spec} from lock file`);
      else if (!accepts(spec, name, locked)) differences.push(invalid(locked, name, spec));
    }
    if (one !== manifest && one.name !== null && lock.packages.get(`node_modules/${one.name}`)?.link !== true)
      differences.push(`Missing: ${one.name}@${String(one.raw.version ?? '')} from lock file`);
  }
  const peersMissing: string[] = [];
  const platformMissing: string[] = [];
  for (const entry of lock.packages.values()) {
    if (entry.link || entry.inBundle) continue;
    for (const [name, spec] of entry.dependencies) {
      if (entry.optionalDependencies.has(name)) continue;
      const locked = resolveLocked(lock, entry.location, name);
      if (locked === null) differences.push(`Missing: ${name}@${spec} from lock file`);
      else if (!manifest.hasOverrides && lock.version !== 1 && !accepts(spec, name, locked)) {
        differences.push(invalid(locked, name, spec));
      }
    }
    for (const [name] of entry.optionalDependencies) {
      if (resolveLocked(lock, entry.location, name) === null) platformMissing.push(`${name} (of ${entry.name})`);
    }
    for (const [name] of requiredPeers(entry.peerDependencies, entry.optionalPeers)) {
      if (resolveLocked(lock, parentLocation(entry.location), name) === null)
        peersMissing.push(`${name} (of ${entry.name})`);
    }
  }
  const unique = [...new Set(differences)];
  if (unique.length > 0) return { inStep: known(false), differences: unique };
  if (peersMissing.length > 0) {
    return {
      inStep: notKnown('lockfile-lacks-peers', { packages: peersMissing }, [
        cite(context, lock.path, `no entry for the peer dependency ${peersMissing[0]}`),
      ]),
      differences: [],
    };
  }
  if (platformMissing.length > 0) {
    return {
      inStep: notKnown('lockfile-lacks-platform-packages', { packages: platformMissing }, [
        cite(context, lock.path, `no entry for the optional dependency ${platformMissing[0]}`),
      ]),
      differences: [],
    };
  }
  return { inStep: known(true), differences: [] };
}

/** Whether a locked package satisfies a spec; specs that are no version range are satisfied by presence, as npm does it. */
function accepts(spec: string, name: string, locked: LockedPackage): boolean {
  const alias = /^npm:(@?[^@]+)(?:@(.*))?$/.exec(spec);
  if (alias !== null) return locked.name === alias[1] && accepts(alias[2] ?? '*', name, locked);
  if (locked.link) return true;
  const range = semver.validRange(spec, { loose: true });
  if (range === null || locked.version === null || semver.valid(locked.version, { loose: true }) === null) return true;
  return range === '*' || semver.satisfies(locked.version, range, { loose: true });
}

function invalid(locked: LockedPackage, name: string, spec: string): string {
  return `Invalid: lock file's ${name}@${locked.version ?? '?'} does not satisfy ${name}@${spec}`;
}

function requiredPeers(
  peers: ReadonlyMap<string, string>,
  optional: ReadonlySet<string>,
): readonly (readonly [string, string])[] {
  return [...peers].filter(([name]) => !optional.has(name));
}

/** Peers are looked for from the folder that holds the package, not from inside it. */
function parentLocation(location: string): string {
  const cut = location.lastIndexOf('/node_modules/');
  return cut >= 0 ? location.slice(0, cut) : '';
}
