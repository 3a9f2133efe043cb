import { posix } from 'node:path';
import type { CommandReading } from '../../command-reading.ts';
import type { Evidence } from '../../decision.ts';
import { needAtRuntime } from '../../system-packages/need-at-runtime.ts';
import { packageOfProgram } from '../../system-packages/packages-of-programs.ts';
import type { Dependencies, DependencyPlace } from '../dependencies.ts';
import type { Known } from '../known.ts';
import type { StartReading } from '../start-reading.ts';
import { compiledAgainst } from './first-wheels.ts';
import { INSTALLERS } from './install-command.ts';
import { known, notKnown } from './known.ts';
import { type Location, locationOf } from './locations.ts';
import type { Manifests } from './manifests.ts';
import { BOUND_TO_THE_SYSTEM, BROUGHT_ALONG, NEEDS_OF_PACKAGES, NOT_IN_THE_FULL_IMAGE } from './native-packages.ts';
import type { NamedPackage } from './packages.ts';
import { pythonToolOf, readPipInstall, verbOf } from './pip-words.ts';

/** Where the runtime finds what `pip install --root` puts away: the same folders, below another root. */
const STAGING = '/install';

/** What the runtime receives of installed packages: the folders that the installs fill, at the same place. */
export function dependenciesOf(
  manifests: Manifests,
  named: readonly NamedPackage[],
  called: readonly { readonly program: string; readonly evidence: readonly Evidence[] }[],
  installs: readonly CommandReading[],
  place: DependencyPlace,
): Known<Dependencies> {
  const { base } = place;
  if (base.family !== 'python') return notKnown('python-of-the-system', { image: base.family }, base.evidence);
  const located = installs.map((install) => ({ install, location: placeOf(install, manifests, place) }));
  for (const { location } of located) if (!location.known) return location;
  const editable = installs.find(linksToSources);
  if (editable !== undefined && manifests.pyproject === null)
    return notKnown('python-editable-install', { command: textOf(editable) }, []);
  const fetched = fetchedInterpreter(manifests, installs, place);
  if (fetched !== null) return fetched;
  // What a full image has for packages of unknown names, a slim one may lack.
  const hidden = base.variant === 'full' ? installs.find(namesNobodyKnows) : undefined;
  if (hidden?.detail.kind === 'install' && hidden.detail.contextReads?.known === false)
    return hidden.detail.contextReads;
  const main = located.filter(({ install }) => !installsTools(install));
  const relevant = main.length === 0 || callsTool(place.start, installs) ? located : main;
  const folders = relevant.flatMap(({ location }) => (location.known ? [folderOf(location.value)] : []));
  const packages = systemPackagesOf(named, called, place);
  if (!packages.known) return packages;
  const replaced = folders.includes('/usr/local') ? replacedBy(located, named, place) : [];
  const staged = relevant.length === 1 && replaced.length === 0 ? stagedInstall(located, place) : null;
  const whole = outermost(folders).map((path) => ({ source: path, destination: path }));
  const home = place.home ?? '/root';
  return known({
    carried:
      staged === null
        ? [...whole, ...settingsOf(place, installs)]
        : [{ source: `${STAGING}/usr/local`, destination: '/usr/local' }],
    settled: ['/usr/local', posix.join(home, '.cache'), posix.join(home, '.config'), ...outermost(folders)],
    rewritten: staged === null ? [] : [staged],
    ...(replaced.length === 0
      ? {}
      : {
          cleared: {
            command: `rm -rf ${replaced
              .flatMap((name) => BROUGHT[name] ?? [])
              .map((path) => `/usr/local/lib/python*/*-packages/${path}`)
              .join(' ')}`,
            why: 'the image has a version of its own, and a copy over it would leave both',
          },
        }),
    systemPackages: packages.value,
    evidence: base.evidence,
  });
}

function placeOf(install: CommandReading, { settings }: Manifests, place: DependencyPlace): Known<Location> {
  const folder = install.detail.kind === 'install' ? install.detail.folder : place.folder;
  const { env, home } = place.each?.get(install) ?? place;
  return locationOf(install, { folder, env, home, before: place.commands, own: settings });
}

function folderOf(location: Location): string {
  return location.kind === 'system' ? '/usr/local' : location.path;
}

function outermost(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].filter(
    (path, _, all) => !all.some((other) => other !== path && path.startsWith(`${other}/`)),
  );
}

/** `pip install --upgrade pip poetry`: for installing alone. */
function installsTools({ detail, command }: CommandReading): boolean {
  if (detail.kind !== 'install' || detail.packages.length === 0) return false;
  if (detail.contextReads?.known !== true || detail.contextReads.value.length > 0) return false;
  return pythonToolOf(command.words) !== null && detail.packages.every((name) => INSTALLERS.has(name));
}

/** `poetry run …` and the like need the tool where it was installed. */
function callsTool(start: StartReading, installs: readonly CommandReading[]): boolean {
  const tools = start.kind === 'program' ? start.tools : [];
  return installs.some(
    ({ detail }) => detail.kind === 'install' && detail.packages.some((name) => tools.includes(name)),
  );
}

/** `poetry run` asks poetry's settings for the environment: `virtualenvs.create false` of an earlier command has to hold when it starts. */
function settingsOf(
  { commands, start, home }: DependencyPlace,
  installs: readonly CommandReading[],
): Dependencies['carried'] {
  const sets = commands.some(({ command }) => {
    const tool = pythonToolOf(command.words);
    const { verb, rest } = verbOf(tool?.args ?? []);
    return tool?.tool === 'poetry' && verb === 'config' && !rest.some((word) => word.value === '--local');
  });
  if (!sets || home === null || !callsTool(start, installs)) return [];
  const path = posix.join(home, '.config/pypoetry');
  return [{ source: path, destination: path }];
}

/** What official images bring beside pip until Python 3.11, and the files of it (docker-library/python, PYTHON_SETUPTOOLS_VERSION). */
const BROUGHT: Readonly<Record<string, readonly string[]>> = {
  setuptools: ['setuptools*', 'pkg_resources', '_distutils_hack', 'distutils-precedence.pth'],
  wheel: ['wheel*'],
};

/** Of these, what is installed into the interpreter's own folders: pip removes the image's version there, and the runtime still has it. */
function replacedBy(
  located: readonly { readonly install: CommandReading; readonly location: Known<Location> }[],
  named: readonly NamedPackage[],
  { base }: DependencyPlace,
): readonly string[] {
  if ((base.minor ?? 0) >= 12 || !located.some(({ location }) => location.known && location.value.kind === 'system'))
    return [];
  const installed = located.flatMap(({ install: { detail } }) => (detail.kind === 'install' ? detail.packages : []));
  const all = new Set([...installed, ...named.map(({ name }) => name)]);
  return Object.keys(BROUGHT).filter((name) => all.has(name));
}

/** uv takes the interpreter that `.python-version` names, and downloads it where the image has another one: the environment is only a link to it. */
function fetchedInterpreter(
  { pinned, root }: Manifests,
  installs: readonly CommandReading[],
  { base, env }: DependencyPlace,
): Extract<Known<never>, { readonly known: false }> | null {
  const reads = installs.some(({ command }) => {
    const tool = pythonToolOf(command.words);
    const asks = tool?.args.some(({ text }) => /^(?:-p|--python|--no-config)(?:=|$)/.test(text));
    return tool?.tool === 'uv' && verbOf(tool.args).verb !== 'pip' && !asks;
  });
  const has = [String(base.major), `${base.major}.${base.minor}`];
  if (!reads || pinned === null || env.has('UV_PYTHON') || has.includes(pinned)) return null;
  return notKnown('python-of-another-version', { version: pinned }, [
    { source: posix.join(root, '.python-version'), says: pinned },
  ]);
}

/** A variable among its names; one in the name of a file hides none: the manifests of all files count. */
function namesNobodyKnows({ command }: CommandReading): boolean {
  const tool = pythonToolOf(command.words);
  if (tool === null) return false;
  const { verb, rest } = verbOf(tool.args);
  if (tool.tool !== 'pip' && verb !== 'pip') return false;
  const { unknown } = readPipInstall(verb === 'pip' ? verbOf(rest).rest : rest);
  return unknown.some((word) => !word.startsWith('-'));
}

function linksToSources({ command }: CommandReading): boolean {
  const tool = pythonToolOf(command.words);
  if (tool === null) return false;
  if (tool.tool === 'python') return tool.args.some((word) => word.value === 'develop');
  return ['pip', 'uv'].includes(tool.tool) && readPipInstall(verbOf(tool.args).rest).editables.length > 0;
}

/**
 * One `pip install` into the interpreter's own folders can put everything below another root instead, so that the runtime receives these packages
 * alone and not the interpreter's own files again. Not where an earlier command changed setuptools or wheel: pip would count them as installed.
 */
function stagedInstall(
  located: readonly { readonly install: CommandReading; readonly location: Known<Location> }[],
  place: DependencyPlace,
): Dependencies['rewritten'][number] | null {
  const main = located.filter(({ install }) => !installsTools(install));
  const [only] = main;
  if (only === undefined || main.length > 1 || place.builds.length > 0) return null;
  if (!only.location.known || only.location.value.kind !== 'system') return null;
  const upgraded = located.flatMap(({ install }) =>
    install !== only.install && install.detail.kind === 'install' ? install.detail.packages : [],
  );
  if (upgraded.some((name) => name !== 'pip')) return null;
  const { command, detail } = only.install;
  const tool = pythonToolOf(command.words);
  const { verb } = verbOf(tool?.args ?? []);
  if (tool?.tool !== 'pip' || verb !== 'install' || detail.kind !== 'install' || detail.contextReads?.known !== true)
    return null;
  const at = command.words.findIndex((word) => word.value === 'install');
  const words = command.words.map((word) => word.text);
  const isOneLine = command.words.every((word, index) => {
    const next = command.words[index + 1];
    return next === undefined || next.start - word.end === 1;
  });
  if (at === -1 || !isOneLine) return null;
  return {
    install: only.install,
    words: [...words.slice(0, at + 1), `--root=${STAGING}`, ...words.slice(at + 1)].join(' '),
    why: 'what is installed is put where the runtime can take it from, with the same folders and scripts',
  };
}

/** The runtime halves of what the packages of a full image were compiled with, and the programs that they start. */
function systemPackagesOf(
  named: readonly NamedPackage[],
  called: readonly { readonly program: string; readonly evidence: readonly Evidence[] }[],
  { base, start, commands }: DependencyPlace,
): Known<NonNullable<Dependencies['systemPackages']>> {
  if (base.variant !== 'full') return known(broughtAlong(named, commands));
  const needs = named.flatMap(({ name, evidence }) =>
    [...(NEEDS_OF_PACKAGES[name] ?? []), ...compiledAgainst(evidence.says, base.minor ?? null)]
      .filter((need) => !NOT_IN_THE_FULL_IMAGE.includes(need))
      .map((need) => ({ package: name, need, evidence })),
  );
  const packages: { name: string; evidence: NamedPackage['evidence'] }[] = [];
  for (const { package: by, need, evidence } of needs) {
    const half = need.endsWith('-dev')
      ? needAtRuntime('apt', base.release, need)
      : { kind: 'runtime' as const, packages: [need] };
    if (half.kind === 'unknown')
      return notKnown('python-package-needs-the-system', { packages: by, needs: need }, [evidence]);
    if (half.kind === 'runtime') packages.push(...half.packages.map((name) => ({ name, evidence })));
  }
  const tools = start.kind === 'program' ? start.tools.map((program) => ({ program, evidence: start.evidence })) : [];
  for (const { program, evidence } of [...tools, ...called]) {
    const name = packageOfProgram(program);
    if (name !== null) packages.push({ name, evidence: evidence[0] ?? { source: 'CMD', says: program } });
  }
  const bound = named.find(({ name }) => BOUND_TO_THE_SYSTEM.includes(name));
  if (bound !== undefined)
    return notKnown('python-package-needs-the-system', { packages: bound.name, needs: 'more than is known' }, [
      bound.evidence,
    ]);
  return known(packages.filter((one, index) => packages.findIndex((other) => other.name === one.name) === index));
}

/** Of an image that lacks compilers: libraries that came with those which the author installs, and which stay behind. */
function broughtAlong(
  named: readonly NamedPackage[],
  commands: readonly CommandReading[],
): NonNullable<Dependencies['systemPackages']> {
  const installs = commands.some(
    ({ detail }) => detail.kind === 'packages' && detail.manager === 'apt' && detail.action === 'install',
  );
  if (!installs) return [];
  return named.flatMap(({ name, evidence }) =>
    (NEEDS_OF_PACKAGES[name] ?? []).flatMap((need) => (BROUGHT_ALONG.has(need) ? [{ name: need, evidence }] : [])),
  );
}

function textOf({ command }: CommandReading): string {
  return command.words.map((word) => word.text).join(' ');
}
