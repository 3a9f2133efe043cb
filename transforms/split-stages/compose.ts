import type { Decision } from '../../src/decision.ts';
import { fromOf } from '../../src/facts.ts';
import { isWithin } from '../../src/filesystem/path.ts';
import { withCommand } from '../../src/plan/command-words.ts';
import { repeat, retext } from '../../src/plan/edit.ts';
import { type ConsumerChange, type Dropped, type Plan, type Stage, type Step, textOf } from '../../src/plan/plan.ts';
import { freeName, renamedFrom } from '../../src/plan/stage-names.ts';
import type { Cargo } from './carry.ts';
import { readsOfInstalls, type SplitCase } from './case.ts';
import { copyLines } from './copy-lines.ts';
import { developmentObstacle, developmentStage, missingIn } from './development-stage.ts';
import { isCopy } from './held.ts';
import { droppedAs, idleRemovals } from './idle-removals.ts';
import { ownershipOf } from './ownership.ts';
import { decide } from './placed.ts';
import { cacheStep, pruneStep } from './prune.ts';
import { retargeted } from './retarget.ts';
import { installStep, type Remainder } from './runtime-packages.ts';
import { lastIndex, type Unit } from './units.ts';

/** The new stages of a split, and what they are called. */
export interface Composition {
  readonly stages: readonly Stage[];
  readonly names: readonly string[];
  /** Development dependencies are removed from what the runtime receives. */
  readonly prunes: boolean;
  /** What the new file no longer has. */
  readonly dropped: readonly Dropped[];
  /** The stage for development, and what makes consumers build it; null: nobody needs one. */
  readonly development: { readonly name: string; readonly change: ConsumerChange } | null;
}

interface Segment {
  readonly role: 'deps' | 'builder';
  /** Index of the last unit that it holds. */
  readonly end: number;
}

/** Puts every unit into its stages: those that stay behind, an own one for the production tree, and the runtime. */
export function compose(found: SplitCase, units: readonly Unit[], cargo: Cargo): Composition | Decision {
  const { plan } = found;
  if (cargo.carried.every((entry) => entry.from === 'context')) return decide('stage-would-be-skipped');
  const segments = segmentsOf(found, units);
  const authors = fromOf(plan, 0)?.stageName?.text ?? null;
  const taken: string[] = [];
  const name = (wanted: string) => {
    const free = freeName(wanted, plan, taken);
    taken.push(free);
    return free;
  };
  const named = segments.map((segment) => ({ ...segment, name: name(segment.role) }));
  const first = named[0]?.name ?? 'builder';
  const last = named.at(-1)?.name ?? first;
  // What leaves no dependency behind needs no stage for the ones that run.
  const carriesTree = cargo.rung !== 'artifacts' || cargo.carried.some((entry) => entry.from === 'dependencies');
  // BuildKit skips a stage that nothing is taken from, and with it the check that the author put there.
  const isBuilt = cargo.carried.some((entry) => entry.from === 'builder');
  const besideBuild =
    named.length > 1 && cargo.rung === 'artifacts' && isBuilt && !buildsChangeDependencies(found, units);
  const workdirAt = (segment: Segment | undefined) => units[segment?.end ?? -1]?.item.state.workdir.certain ?? null;
  const pruning = carriesTree ? pruneStep(found, cargo.rung, workdirAt(besideBuild ? named[0] : named.at(-1))) : null;
  const ownPrune = pruning !== null && besideBuild;
  // What is removed in the last stage that builds is not there for development either.
  const apart = ownPrune || (pruning !== null && found.development.length > 0);
  const production = apart ? name('production-deps') : null;
  const development =
    found.development.length > 0 ? developmentOf(found, units, named.at(-1)?.end ?? -1, last, name) : null;
  if (development && 'verdict' in development) return development;
  const final = authors ?? name('runtime');

  const stages: Stage[] = named.map((segment, index) => {
    const from =
      index === 0
        ? renamedFrom(plan, segment.name, 'the stage that installs stays behind')
        : addedStage(`FROM ${first} AS ${segment.name}`, 'what was installed is the start of the build');
    const begin = index === 0 ? -1 : (named[index - 1]?.end ?? -1);
    const steps = stepsOf(found, units, begin, segment.end);
    const prunesHere = pruning !== null && !apart && index === named.length - 1;
    const caches = index === named.length - 1 ? cacheStep(found, cargo, workdirAt(segment)) : null;
    return { from, steps: [...steps, ...(prunesHere ? [pruning] : []), ...(caches === null ? [] : [caches])] };
  });
  if (production !== null && pruning !== null)
    stages.push({
      from: addedStage(
        `FROM ${ownPrune ? first : last} AS ${production}`,
        'development dependencies are removed beside the build, so that a source change does not repeat it',
      ),
      steps: [pruning],
    });

  const dependencyStage = production ?? (besideBuild ? first : last);
  const idle = idleRemovals(found, units, named.at(-1)?.end ?? -1, cargo);
  const runtime = runtimeSteps(
    found,
    units.filter((unit) => !idle.includes(unit)),
    cargo,
    { builder: production !== null && cargo.rung === 'overlay' ? production : last, dependencies: dependencyStage },
    named.at(-1)?.end ?? -1,
  );
  if (development) stages.push(development.stage);
  stages.push({ from: addedStage(finalFrom(plan, final), 'the image that runs'), steps: runtime });
  const names = [
    ...named.map((segment) => segment.name),
    ...(production ? [production] : []),
    ...(development ? [development.name] : []),
    final,
  ];
  return { stages, names, prunes: pruning !== null, dropped: droppedAs(idle), development };
}

/** The stage for development with everything that makes somebody build it: never one that nobody names. */
function developmentOf(
  found: SplitCase,
  units: readonly Unit[],
  lastBuild: number,
  builder: string,
  name: (wanted: string) => string,
): { readonly name: string; readonly stage: Stage; readonly change: ConsumerChange } | Decision {
  const missing = missingIn(units, lastBuild);
  const obstacle = developmentObstacle(found, missing);
  if (obstacle) return obstacle;
  const chosen = name('development');
  const change = retargeted(found.development, chosen, found.facts);
  return 'verdict' in change ? change : { name: chosen, stage: developmentStage(chosen, builder, missing), change };
}

/** `deps` ends with the install where no copied source precedes it; `builder` ends with the last unit that stays behind. */
function segmentsOf(found: SplitCase, units: readonly Unit[]): readonly Segment[] {
  const lastBuild = lastIndex(units, (unit) => unit.place === 'build' || unit.place === 'install');
  const install = lastIndex(units, (unit) => unit.place === 'install');
  const reads = readsOfInstalls(found);
  const sourcesFirst = units
    .slice(0, install)
    .some((unit) =>
      unit.item.entries?.some((entry) => entry.kind === 'folder' && isWithin(found.folder, entry.destination)),
    );
  const builds = units
    .slice(install + 1, lastBuild + 1)
    .some((unit) => unit.place === 'build' && unit.readings.length > 0);
  // What is built for it beside it may be built before it is installed.
  const besides = found.sides.length > 0;
  if (install === -1 || sourcesFirst || besides || !reads.known) return [{ role: 'builder', end: lastBuild }];
  return builds
    ? [
        { role: 'deps', end: install },
        { role: 'builder', end: lastBuild },
      ]
    : [{ role: 'deps', end: install }];
}

/** The units of a stage that stays behind, with the state in force. */
function stepsOf(found: SplitCase, units: readonly Unit[], begin: number, end: number): readonly Step[] {
  return units.slice(begin + 1, end + 1).flatMap((unit) => (unit.place === 'runtime' ? [] : [rewritten(found, unit)]));
}

/** The step with its installs in the form that the stage which stays behind runs. */
function rewritten({ dependencies, facts }: SplitCase, { item, step, readings }: Unit): Step {
  return dependencies.rewritten.reduce((sum, { install, words, why }) => {
    if (!readings.includes(install)) return sum;
    const text = withCommand(sum, item.state, facts.document, install.command, words);
    return text === null ? sum : retext(sum, text, why);
  }, step);
}

function buildsChangeDependencies(found: SplitCase, units: readonly Unit[]): boolean {
  const builds = found.builds.some((build) => build.output === null || build.output.writesDependencies);
  return builds || units.some((unit) => unit.readings.some((reading) => reading.role === 'prune'));
}

function finalFrom(plan: Plan, name: string): string {
  const view = fromOf(plan, 0);
  const flags = view?.flags.map((flag) => `--${flag.name}=${flag.value ?? ''} `).join('') ?? '';
  return `FROM ${flags}${view?.image.text ?? ''} AS ${name}`;
}

function addedStage(text: string, why: string): Step {
  return { kind: 'added', text, why };
}

function runtimeSteps(
  found: SplitCase,
  units: readonly Unit[],
  cargo: Cargo,
  stages: Readonly<Record<'builder' | 'dependencies', string>>,
  lastBuild: number,
): readonly Step[] {
  const lastItem = units[lastBuild]?.item;
  // One RUN for both, where packages of the file are installed for the runtime anyway.
  const host = units.find(({ remainders }) => remainders?.some(({ manager }) => manager === 'apt'));
  const needed = host === undefined ? installStep([neededByDependencies(found)]) : null;
  const ownership = ownershipOf(found, units);
  const { cleared } = found.dependencies;
  const before: Step[] = [
    ...(needed === null ? [] : [needed]),
    ...(cleared === undefined ? [] : [{ kind: 'added' as const, text: `RUN ${cleared.command}`, why: cleared.why }]),
  ];
  const after: Step[] = [];
  units.forEach((unit, index) => {
    const target = index <= lastBuild || ownership.early.has(unit) ? before : after;
    if (unit.place === 'runtime' || index > lastBuild) target.push(ownership.instead.get(unit) ?? unit.step);
    else if (unit.place === 'state') {
      if (neededInRuntime(unit, index, units, lastBuild))
        target.push(repeat(unit.step, 'a stage does not see what another stage set'));
    } else if (cargo.repeatedCopies.includes(unit)) {
      target.push(repeat(unit.step, 'files outside the application folder'));
    } else if (unit.inRuntime) {
      const all = unit === host ? installStep([...(unit.remainders ?? []), neededByDependencies(found)]) : null;
      target.push(all ?? unit.inRuntime);
    } else if (unit.place === 'both' && !onlyMakesFolder(unit, found))
      target.push(repeat(unit.step, 'the running container needs it as well'));
  });
  const workdir = lastItem?.state.workdir.certain ?? found.folder;
  const copies = copyLines(cargo.carried, { stages, workdir, folder: found.folder, ownership }).map(
    ({ text, optional }): Step => ({
      kind: 'added',
      text,
      why: 'what the program needs of the stages before',
      ...(optional ? { optional: true as const } : {}),
    }),
  );
  return [...before, ...copies, ...after];
}

/** System packages that the ecosystem names for what is carried. */
function neededByDependencies({ dependencies }: SplitCase): Remainder {
  const packages = (dependencies.systemPackages ?? []).map(({ name }) => name);
  return { manager: 'apt', program: 'apt-get', packages, recommends: false };
}

/** ARGs are declared in the runtime only where something there uses them; every other state is. */
function neededInRuntime(unit: Unit, index: number, units: readonly Unit[], lastBuild: number): boolean {
  const { view } = unit.item;
  if (view.kind !== 'arg') return true;
  const later = units.filter(
    (other, at) => at > index && (at > lastBuild || other.place !== 'build') && other.place !== 'install',
  );
  if (later.some((other) => other.item.view.kind === 'run')) return true;
  return view.pairs.some((pair) =>
    later.some((other) => new RegExp(`\\$\\{?${pair.name}\\b`).test(textOf(other.step))),
  );
}

/** `mkdir -p /usr/src/app`: WORKDIR makes that folder in the runtime, owned by its user. */
function onlyMakesFolder(unit: Unit, found: SplitCase): boolean {
  if (isCopy(unit)) return false;
  return unit.readings.every(
    ({ command, writes }) =>
      command.name === 'mkdir' && writes !== 'anything' && writes.every((path) => isWithin(found.folder, path)),
  );
}
