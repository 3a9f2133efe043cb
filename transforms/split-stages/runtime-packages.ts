import type { CommandReading } from '../../src/command-reading.ts';
import type { Step } from '../../src/plan/plan.ts';
import { needAtRuntime } from '../../src/system-packages/need-at-runtime.ts';
import { PROGRAMS_ONLY } from '../../src/system-packages/programs-only.ts';
import { programsOf } from '../../src/system-packages/provides.ts';
import type { SplitCase } from './case.ts';

type PackagesDetail = Extract<CommandReading['detail'], { readonly kind: 'packages' }>;

/** What the runtime installs in place of packages that a stage which stays behind installs. */
export interface Remainder {
  readonly manager: 'apt' | 'apk';
  readonly packages: readonly string[];
  /** The author's own install took recommended packages as well. */
  readonly recommends: boolean;
}

/**
 * Packages that a runtime needs of an install: compilers stay behind, a `-dev` package leaves its library, what is in no table stays as it is. Null:
 * none of them stays behind, or the list cannot be taken apart (versions, files, variables, a program that may be called).
 */
export function remainderOf({ detail, command }: CommandReading, found: SplitCase): Remainder | null {
  if (detail.kind !== 'packages' || detail.action !== 'install' || !detail.complete) return null;
  if ((detail.manager !== 'apt' && detail.manager !== 'apk') || !found.called.known) return null;
  const words = command.words.map((word) => word.value ?? word.text);
  const recommends = detail.manager === 'apt' && !words.includes('--no-install-recommends');
  const needs = detail.packages.map((name) => ({ name, need: needOf(name, detail, found) }));
  if (needs.every(({ need }) => need.kind === 'build-only'))
    return { manager: detail.manager, packages: [], recommends };
  if (needs.every(({ need }) => need.kind === 'unknown') || words.some(isExact)) return null;
  const packages = needs.flatMap(({ name, need }) =>
    need.kind === 'unknown' ? [name] : need.kind === 'runtime' ? need.packages : [],
  );
  return { manager: detail.manager, packages: [...new Set(packages)], recommends };
}

/** A version, a file, another release or repository: such an install is not written anew. */
function isExact(word: string): boolean {
  return /^[a-z0-9][^\s]*[=/~<>@]/.test(word) || /^(?:-t|--target-release|--repository|-X)\b/.test(word);
}

/** A package whose programs the container calls is needed whole. */
function needOf(name: string, { manager }: PackagesDetail, { called, base, project }: SplitCase) {
  if (programsOf(name).some((program) => called.programs.has(program))) return { kind: 'unknown' } as const;
  // Beside a program that was built, nothing of the build runs: a package of programs that it does not start is for building.
  if (project.runs === 'outputs' && PROGRAMS_ONLY.has(name)) return { kind: 'build-only' } as const;
  return needAtRuntime(manager, base.release, name);
}

/** The instruction that installs them in the runtime; null: there is nothing to install. */
export function installStep(remainders: readonly Remainder[]): Step | null {
  const packages = [...new Set(remainders.flatMap((one) => one.packages))].sort();
  const [first] = remainders;
  if (packages.length === 0 || first === undefined) return null;
  const recommends = remainders.some((one) => one.recommends && one.packages.length > 0);
  const names = packages.join(' ');
  const text =
    first.manager === 'apk'
      ? `RUN apk add --no-cache ${names}`
      : `RUN apt-get update && apt-get install -y ${recommends ? '' : '--no-install-recommends '}${names} && rm -rf /var/lib/apt/lists/*`;
  return {
    kind: 'added',
    text,
    why: 'what the carried dependencies load of the system, without what they were compiled with',
  };
}
