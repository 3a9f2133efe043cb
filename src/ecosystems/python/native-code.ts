import type { NativeCode } from '../dependencies.ts';
import type { LockedPackage } from './lockfile.ts';
import { BOUND_TO_THE_SYSTEM, COMPILED_WHEELS, NEEDS_OF_PACKAGES } from './native-packages.ts';
import type { ProjectPackages } from './packages.ts';

/** Whether what is installed holds compiled code, as far as manifests and lockfile say. */
export function nativeCodeOf({ named, locked }: Pick<ProjectPackages, 'named' | 'locked'>): NativeCode {
  const bound = named.filter(({ name }) => BOUND_TO_THE_SYSTEM.includes(name));
  const compiled = named.filter(
    ({ name }) => COMPILED_WHEELS.includes(name) || (NEEDS_OF_PACKAGES[name]?.length ?? 0) > 0,
  );
  const ofLock = (locked ?? []).filter((entry) => entry.files.length > 0 && !isPure(entry)).map(({ name }) => name);
  const packages = [...new Set([...bound.map(({ name }) => name), ...compiled.map(({ name }) => name), ...ofLock])];
  if (packages.length > 0)
    return {
      kind: 'some',
      packages,
      needsLibraries: bound.map(({ name }) => name),
      evidence: [...bound, ...compiled].slice(0, 3).map(({ evidence }) => evidence),
    };
  if (locked?.every((entry) => entry.files.length === 0 || isPure(entry)))
    return { kind: 'none', evidence: named.slice(0, 1).map(({ evidence }) => evidence) };
  return {
    kind: 'unknown',
    because: {
      code: 'python-packages-unlisted',
      data: {},
      evidence: named.slice(0, 1).map(({ evidence }) => evidence),
    },
    noLibraries: true,
  };
}

/** A wheel for every platform: no compiled code is needed. */
function isPure({ files }: LockedPackage): boolean {
  return files.some((file) => file.endsWith('-none-any.whl'));
}
