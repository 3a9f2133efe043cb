import { posix } from 'node:path';
import { mayBeUbuntu } from '../../src/base-images/ubuntu.ts';
import type { CommandReading } from '../../src/command-reading.ts';
import type { Step } from '../../src/plan/plan.ts';
import { type InstallingManager, installing } from '../../src/system-packages/installing.ts';
import { needAtRuntime, type RuntimeNeed } from '../../src/system-packages/need-at-runtime.ts';
import { PROGRAMS_ONLY } from '../../src/system-packages/programs-only.ts';
import { programsOf } from '../../src/system-packages/provides.ts';
import type { SplitCase } from './case.ts';

type PackagesDetail = Extract<CommandReading['detail'], { readonly kind: 'packages' }>;

/** What the runtime installs in place of packages that a stage which stays behind installs. */
export interface Remainder {
  readonly manager: InstallingManager;
  /** The program that the file installs with. */
  readonly program: string;
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
  const { manager } = detail;
  const program = posix.basename(command.name ?? manager);
  if (manager === 'zypper' || !found.called.known) return null;
  const words = command.words.map((word) => word.value ?? word.text);
  const recommends = detail.manager === 'apt' && !words.includes('--no-install-recommends');
  const needs = detail.packages.map((name) => ({ name, need: needOf(name, detail, found) }));
  if (needs.every(({ need }) => need.kind === 'build-only')) return { manager, program, packages: [], recommends };
  // What is kept and comes from a repository that the file adds has to come from there in the runtime as well.
  if (found.survey.items.some(({ readings }) => readings.some(addsRepository))) return null;
  if (needs.every(({ need }) => need.kind === 'unknown') || words.some(isExact)) return null;
  const packages = needs.flatMap(({ name, need }) =>
    need.kind === 'unknown' ? [name] : need.kind === 'runtime' ? need.packages : [],
  );
  return { manager, program, packages: [...new Set(packages)], recommends };
}

function addsRepository({ detail }: CommandReading): boolean {
  return detail.kind === 'packages' && detail.addsRepository === true;
}

/** A version, a file, another release or repository: such an install is not written anew. `epel-release` has to be there before what it brings. */
function isExact(word: string): boolean {
  return (
    /^[a-z0-9][^\s]*[=/~<>@]/.test(word) ||
    /^(?:-t|--target-release|--repository|-X|--enablerepo|--disablerepo|--repo|--releasever|--installroot)\b/.test(
      word,
    ) ||
    /-release(?:-|$)/.test(word)
  );
}

/** A package whose programs the container calls is needed whole. */
function needOf(name: string, { manager }: PackagesDetail, found: SplitCase): RuntimeNeed {
  const { called, base, project } = found;
  if (programsOf(name).some((program) => called.programs.has(program))) return { kind: 'unknown' };
  const need = needAtRuntime(manager, base.release, name, { ubuntu: mayBeUbuntu(base) });
  // Beside a program that was built, nothing of the build runs: a package of programs that it does not start is for building. A compiler leaves what it
  // links to.
  const leaves = need.kind === 'runtime' && linksC(found);
  if (project.runs === 'outputs' && PROGRAMS_ONLY.has(name) && !leaves) return { kind: 'build-only' };
  return base.loads?.includes(name) ? { kind: 'build-only' } : need;
}

/** What is built loads libraries that come with a compiler. */
function linksC({ project, builds, base, survey }: SplitCase): boolean {
  const commands = survey.items.flatMap((item) => item.readings);
  const native = project.nativeCode('production', commands);
  if (native.kind === 'some' && native.plainC) return false;
  return builds.some(({ reading }) => project.staticBuild?.(reading, { base, commands }).known === false);
}

/** The instruction that installs them in the runtime; null: there is nothing to install. */
export function installStep(remainders: readonly Remainder[]): Step | null {
  const packages = [...new Set(remainders.flatMap((one) => one.packages))].sort();
  const first = remainders.find((one) => one.packages.length > 0);
  if (first === undefined) return null;
  const recommends = remainders.some((one) => one.recommends && one.packages.length > 0);
  const text = installing(first.manager, packages, { recommends, program: first.program });
  return {
    kind: 'added',
    text,
    why: 'what the carried dependencies load of the system, without what they were compiled with',
  };
}
