import type { CommandReading } from '../../src/command-reading.ts';
import type { Decision } from '../../src/decision.ts';
import { withBeside } from '../../src/ecosystems/start-reading.ts';
import type { Item } from '../../src/facts.ts';
import { isWithin, overlaps, union } from '../../src/filesystem/path.ts';
import { outputInImage } from '../../src/made-files.ts';
import { mayUseTool } from '../../src/tool-use.ts';
import type { SplitCase } from './case.ts';
import { at, decide } from './placed.ts';
import { remainderOf } from './runtime-packages.ts';

/**
 * Where a step, or a part of a RUN, goes.
 * - `state`: ENV, ARG, WORKDIR, USER, SHELL: into each stage that comes to it.
 * - `build`: into the stages that stay behind; `install` marks the install itself.
 * - `both`: into the build stages, and once more into the runtime.
 * - `runtime`: into the runtime only.
 */
export type Place = 'state' | 'install' | 'build' | 'both' | 'runtime';

/** The index of the last step that installs or builds. */
export function lastBuildIndex(found: SplitCase): number {
  const building = found.survey.items.filter((item) =>
    item.readings.some(
      (reading) =>
        ['install-dependencies', 'build', 'codegen', 'test', 'prune'].includes(reading.role) &&
        !found.beside.has(reading),
    ),
  );
  return building.at(-1)?.index ?? -1;
}

export function placeOfGroup(item: Item, group: number, found: SplitCase): Place | 'follow' | Decision {
  const readings = item.readings.filter((reading) => reading.command.group === group);
  const places = readings.map((reading) => placeOf(reading, item, found));
  const fault = places.find((place): place is Decision => typeof place === 'object');
  if (fault) return fault;
  for (const place of ['install', 'runtime', 'both', 'build'] as const) if (places.includes(place)) return place;
  return 'follow';
}

function placeOf(reading: CommandReading, item: Item, found: SplitCase): Place | 'follow' | Decision {
  if (found.beside.has(reading)) return 'runtime';
  switch (reading.role) {
    case 'install-dependencies':
      return 'install';
    case 'build':
    case 'codegen':
    case 'test':
    case 'prune':
    case 'fetch-source':
    case 'unknown':
      return 'build';
    case 'system-packages':
      return packagesPlace(reading, item, found);
    case 'install-tool':
      return toolPlace(reading, item, found);
    case 'user':
      return 'both';
    case 'file-setup':
      return setupPlace(reading, item, found);
    case 'cleanup':
    case 'nothing':
      return 'follow';
  }
}

/** Only packages that are known to be for building stay behind; refreshing the package lists goes with what is installed from them. */
function packagesPlace(reading: CommandReading, item: Item, found: SplitCase): Place | 'follow' {
  const { detail } = reading;
  if (detail.kind !== 'packages') return 'both';
  if (detail.addsRepository === true) return 'both';
  if (detail.action === 'install') return staysBehind(reading, found) ? 'build' : 'both';
  if (detail.action !== 'update') return 'follow';
  const installs = item.readings.filter(
    (other) => other.detail.kind === 'packages' && other.detail.action === 'install',
  );
  const stays = installs.length > 0 ? installs.every((install) => staysBehind(install, found)) : !isForRuntime(found);
  return stays ? 'build' : 'both';
}

/** A list that a RUN of its own fetches is for each install behind it; what the runtime installs in place of those fetches its own. */
function isForRuntime(found: SplitCase): boolean {
  const last = lastBuildIndex(found);
  const { called } = found;
  return (
    !called.known ||
    ['apt', 'apt-get', 'apk', 'dnf', 'yum'].some((program) => called.programs.has(program)) ||
    found.survey.items.some(({ index, script, readings }) => {
      // What is not understood may install with the list, where the runtime runs it.
      if (index > last && (script?.kind === 'not-understood' || readings.some(({ writes }) => writes === 'anything')))
        return true;
      return readings.some(
        (reading) =>
          reading.detail.kind === 'packages' &&
          reading.detail.action === 'install' &&
          (index > last || !staysBehind(reading, found)),
      );
    })
  );
}

/** All of it is for building alone, or what the running container needs of it can be installed by itself. */
function staysBehind(reading: CommandReading, found: SplitCase): boolean {
  return remainderOf(reading, found) !== null;
}

function toolPlace(reading: CommandReading, item: Item, found: SplitCase): Place | Decision {
  const { detail } = reading;
  if (detail.kind !== 'tool') return 'build';
  const { known, programs } = found.called;
  const started = new Set([...withBeside(found.start).flatMap((one) => one.packages), ...programs]);
  const isCalled = [...detail.provides, ...detail.names].some((name) => started.has(name));
  const builtWith = found.survey.items.some((other) =>
    other.readings.some(
      (one) => !['install-tool', 'nothing', 'cleanup'].includes(one.role) && mayUseTool(one, detail, found.facts),
    ),
  );
  if (!isCalled && !isNamedByVariable(reading, found)) {
    if (known && !builtWith && detail.forPeople && !mayBeCalledWhileBuilding(reading, found))
      return decide('tool-called-by-nobody', { data: { tools: detail.names }, at: at(item) });
    return known || builtWith ? 'build' : 'runtime';
  }
  if (detail.fetchesWhenCalled !== undefined) {
    const data = { tools: detail.names, what: detail.fetchesWhenCalled.what };
    return decide('tool-fetched-at-start', { data, at: at(item) });
  }
  return builtWith ? 'both' : 'runtime';
}

/** Code generators and make call what they find; what installs a tool builds without it. */
function mayBeCalledWhileBuilding({ command }: CommandReading, { survey }: SplitCase): boolean {
  return survey.items.some(({ readings }) =>
    readings.some(({ role, command: { name } }) => role === 'codegen' || (role === 'build' && name !== command.name)),
  );
}

/** `ENV NODE_PATH=/usr/local/lib/node_modules`: the program finds there what was installed globally. */
function isNamedByVariable({ writes }: CommandReading, found: SplitCase): boolean {
  return [...found.survey.end.env].some(
    ([name, value]) =>
      name !== 'PATH' &&
      (value.byDefault ?? '')
        .split(':')
        .some((path) => path.startsWith('/') && path !== '/' && writes !== 'anything' && writes.includes(path)),
  );
}

function setupPlace(reading: CommandReading, item: Item, found: SplitCase): Place | 'follow' | Decision {
  const { writes, reads } = reading;
  if (writes === 'anything' || reads === 'anything')
    return decide('command-not-understood', { data: { command: words(reading) }, at: at(item) });
  // Making a folder above the application's, or giving it away, brings no file there.
  const above = (path: string) =>
    ['mkdir', 'chown', 'chmod', 'chgrp', 'install'].includes(reading.command.name ?? '') &&
    isWithin(found.folder, path);
  const isMade = (path: string) => found.project.runs === 'outputs' && found.made.some((one) => overlaps(path, one));
  if (writes.some(isMade) || reads.some(isMade)) return 'build';
  const outside = writes.filter((path) => !isWithin(path, found.folder) && !above(path));
  const fromInside = reads.some((path) => isWithin(path, found.folder));
  if (found.project.runs === 'outputs' && outside.length > 0 && outside.every((path) => isForFetching(path, found)))
    return 'build';
  if (outside.length > 0 && fromInside)
    return decide('setup-crosses-stages', { data: { command: words(reading), paths: outside }, at: at(item) });
  if (outside.length > 0) return 'both';
  if (!givesFolderAway(item, found)) return 'build';
  const makes = item.readings.some(({ command }) => command.name === 'mkdir');
  return makes ? 'both' : decide('ownership-changes-early', { data: { command: words(reading) }, at: at(item) });
}

/** Only what is built runs: moving, stripping or marking it, and taking sources away, belongs to the stage that builds. */
export function finishesOutputs(item: Item, found: SplitCase): boolean {
  const { project, made } = found;
  if (project.runs !== 'outputs') return copiesIntoOutputs(item, found);
  const works = item.readings.filter(({ role }) => role !== 'nothing');
  return works.every(({ role, command, writes, reads }) => {
    if (role === 'cleanup' || command.name === 'rm') return true;
    const touched = role === 'file-setup' ? union(writes, reads) : 'anything';
    return touched !== 'anything' && made.some((path) => touched.some((other) => overlaps(other, path)));
  });
}

/** Settings by which sources and packages are fetched: in the home of a user, for a program that does not run later. */
function isForFetching(path: string, { called }: SplitCase): boolean {
  const isSetting =
    /^\/(?:root|home\/[^/]+)\/\.(?:gitconfig|git-credentials|netrc|ssh|config\/(?:git|go))(?:\/|$)/.test(path);
  return isSetting && called.known && !called.programs.has('git') && !called.programs.has('ssh');
}

/** `cp -r public .next/standalone/public`: it only writes into what was built, from what the builder has. */
function copiesIntoOutputs({ readings }: Item, { builds, project, folder }: SplitCase): boolean {
  const outputs = builds
    .flatMap((build) => build.output?.outputs ?? [])
    .map((path) => outputInImage(path, project, folder));
  const works = readings.filter(({ role }) => role !== 'nothing');
  return (
    works.length > 0 &&
    works.every(({ role, command, writes, reads }) => {
      if (role !== 'file-setup' || command.name === 'chown' || writes === 'anything' || reads === 'anything')
        return false;
      return (
        writes.length > 0 &&
        writes.every((path) => outputs.some((output) => path !== output && isWithin(path, output))) &&
        reads.every((path) => isWithin(path, folder))
      );
    })
  );
}

/** `chown node /app` before the build: the runtime's folder needs the same owner. */
function givesFolderAway(item: Item, found: SplitCase): boolean {
  return item.readings.some(
    ({ command, writes }) =>
      command.name === 'chown' && writes !== 'anything' && writes.some((path) => isWithin(found.folder, path)),
  );
}

function words(reading: CommandReading): string {
  return reading.command.words.map((word) => word.text).join(' ');
}
