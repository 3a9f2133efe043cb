import { posix } from 'node:path';
import type { CommandReading, Paths, Role } from '../../command-reading.ts';
import type { Because, Evidence } from '../../decision.ts';
import type { Command } from '../../shell/command.ts';
import type { CommandPlace } from '../ecosystem.ts';
import { outputsOf } from './build.ts';
import { CODE_GENERATORS, GO_TOOLS, isForSources } from './code-generators.ts';
import { type GoFolders, goFolders, variable } from './folders.ts';
import { readMake } from './make.ts';
import { manifestsOf } from './manifests.ts';
import { evidenceOfUnit, type Unit, unitAt } from './modules.ts';
import { lastElement } from './packages.ts';
import { sourcesOf } from './sources.ts';
import { type GoWords, readGoWords } from './words.ts';

/** Variables that decide how a program is linked, and for what. */
const LINKING = ['CGO_ENABLED', 'GOOS', 'GOARCH', 'GOFLAGS'];

/** What a command of a RUN is for; null when it is none of Go's. */
export function readGoCommand(command: Command, place: CommandPlace): CommandReading | null {
  const name = posix.basename(command.name ?? '');
  if (name === 'make') return readMake(command, place, readGoCommand);
  if (Object.hasOwn(CODE_GENERATORS, name)) return ofGenerator(command, place);
  if (GO_TOOLS.has(name)) return reading(command, 'test', [], folderPaths(place), []);
  if (name === 'gofmt' && command.words.length > 1) return reading(command, 'nothing', [], [], []);
  if (!/^go(?:1\.\d+(?:\.\d+)?)?$/.test(name)) return null;
  return ofGo(command, place, readGoWords(command.words));
}

function ofGo(command: Command, place: CommandPlace, words: GoWords): CommandReading {
  const folders = goFolders(command, place);
  const caches: Paths = folders?.caches ?? 'anything';
  switch (words.verb) {
    case null:
    case 'version':
    case 'list':
    case 'fmt':
    case 'doc':
    case 'help':
    case 'mod graph':
    case 'mod why':
      return reading(command, 'nothing', [], [], []);
    case 'env':
      return words.flags.has('w')
        ? reading(
            command,
            'file-setup',
            place.home === null ? 'anything' : [posix.join(place.home, '.config/go/env')],
            [],
            [],
          )
        : reading(command, 'nothing', [], [], []);
    case 'test':
    case 'vet':
    case 'mod verify':
      return reading(command, 'test', caches, folderPaths(place), []);
    case 'clean':
      return reading(command, 'cleanup', caches, [], []);
    case 'mod download':
      return ofDownload(command, place, caches);
    case 'mod tidy':
    case 'mod vendor':
    case 'mod edit':
    case 'work sync':
    case 'work vendor':
      return ofProject(command, place, folders, words, []);
    case 'get':
      return ofGet(command, place, folders, words);
    case 'install':
      return words.operands.some(({ text }) => text.includes('@'))
        ? ofTool(command, place, folders, words)
        : ofBuild('install', command, place, folders, words);
    case 'build':
      return ofBuild('build', command, place, folders, words);
    case 'generate':
      return ofGenerator(command, place);
    default:
      return reading(command, 'unknown', 'anything', 'anything', []);
  }
}

function ofDownload(command: Command, place: CommandPlace, caches: Paths): CommandReading {
  const found = unitOf(place);
  if (found === null) return reading(command, 'install-dependencies', caches, folderPaths(place), []);
  const { unit, root } = found;
  const manifests = manifestsOf(place.context, unit);
  return {
    ...reading(
      command,
      'install-dependencies',
      caches,
      manifests.map((path) => posix.join(root, posix.relative(unit.root, path))),
      evidenceOfUnit(place.context, unit),
    ),
    detail: {
      kind: 'install',
      ecosystem: 'go',
      project: unit.root,
      folder: root,
      production: true,
      frozen: true,
      packages: [],
      carriedFlags: [],
      ignoresScripts: true,
    },
  };
}

/** `go get` in a project with a manifest changes the manifest; elsewhere it installed tools, until Go 1.18. */
function ofGet(command: Command, place: CommandPlace, folders: GoFolders | null, words: GoWords): CommandReading {
  const isOwn = words.operands.every(({ text }) => /^\.{1,2}(?:\/|$)|^(?:\.\.\.|all)$/.test(text));
  return isOwn || unitOf(place) !== null
    ? ofProject(command, place, folders, words, [])
    : ofTool(command, place, folders, words);
}

function ofTool(command: Command, place: CommandPlace, folders: GoFolders | null, words: GoWords): CommandReading {
  const names = words.operands.map(({ text }) => lastElement(text.replace(/@.*$/, '').replace(/\/\.\.\.$/, '')));
  if (
    folders === null ||
    place.home === null ||
    words.operands.some(({ value }) => value === null && !/@/.test(value ?? '@'))
  )
    return reading(command, 'install-tool', 'anything', [], []);
  return {
    ...reading(
      command,
      'install-tool',
      [...names.map((name) => posix.join(folders.bin, name)), ...folders.caches],
      [],
      [],
    ),
    detail: {
      kind: 'tool',
      ecosystem: 'go',
      names,
      provides: names,
      ...(names.every(isForSources) ? {} : { forPeople: true as const }),
    },
  };
}

function ofBuild(
  verb: 'build' | 'install',
  command: Command,
  place: CommandPlace,
  folders: GoFolders | null,
  words: GoWords,
): CommandReading {
  const found = unitOf(place);
  const { folder, contextFolder } = place;
  if (found === null || folder === null || contextFolder === null || folders === null)
    return withoutProject(command, place);
  const sources = sourcesOf(
    place.context,
    found.unit.modules.map((module) => module.folder),
  );
  const outputs = outputsOf(verb, words, command, { ...place, folder, contextFolder }, found.unit, sources);
  return ofProject(command, place, folders, words, outputs.known ? outputs.value : outputs.because);
}

/** Builds read the whole project and the module cache. */
function ofProject(
  command: Command,
  place: CommandPlace,
  folders: GoFolders | null,
  words: GoWords,
  made: readonly string[] | Because,
): CommandReading {
  const found = unitOf(place);
  if (found === null || folders === null) return withoutProject(command, place);
  const { unit, root } = found;
  const manifests = ['go.mod', 'go.sum'].map((name) => posix.join(root, name));
  const changes = /^(?:mod|work|get)/.test(words.verb ?? '') ? manifests : [];
  const vendored = words.verb === 'mod vendor' ? [posix.join(root, 'vendor')] : [];
  return {
    ...reading(
      command,
      'build',
      'code' in made ? 'anything' : [...made, ...changes, ...vendored, ...folders.caches],
      [root, ...folders.caches, folders.bin],
      evidenceOfUnit(place.context, unit),
    ),
    detail: {
      kind: 'build',
      ecosystem: 'go',
      project: unit.root,
      folder: root,
      script: command.words.map(({ text }) => text).join(' '),
      variables: Object.fromEntries(
        LINKING.flatMap((name) => {
          const value = variable(name, command, place);
          return value === undefined ? [] : [[name, value]];
        }),
      ),
      made,
    },
  };
}

/** Code generators write among the sources, and read anything there. */
function ofGenerator(command: Command, place: CommandPlace): CommandReading {
  const found = unitOf(place);
  if (found === null || place.folder === null) return reading(command, 'codegen', 'anything', 'anything', []);
  const base = ofProject(
    command,
    place,
    goFolders(command, place),
    { verb: 'generate', flags: new Map(), operands: [] },
    [],
  );
  const caches = goFolders(command, place)?.caches ?? [];
  return { ...base, role: 'codegen', writes: [found.root, ...caches] };
}

function withoutProject(command: Command, place: CommandPlace): CommandReading {
  const bare = reading(command, 'build', 'anything', folderPaths(place), []);
  const { folder, contextFolder } = place;
  if (folder === null) return bare;
  const script = command.words.map(({ text }) => text).join(' ');
  return { ...bare, detail: { kind: 'build', ecosystem: 'go', project: contextFolder ?? '', folder, script } };
}

/** The module or workspace that a command stands in, and its absolute image folder. */
function unitOf({
  context,
  folder,
  contextFolder,
}: CommandPlace): { readonly unit: Unit; readonly root: string } | null {
  if (folder === null || contextFolder === null) return null;
  const unit = unitAt(context, contextFolder);
  return unit && { unit, root: posix.resolve(folder, posix.relative(contextFolder, unit.root)) };
}

function folderPaths({ folder }: CommandPlace): Paths {
  return folder === null ? 'anything' : [folder];
}

/** A reading without details. */
function reading(
  command: Command,
  role: Role,
  writes: Paths,
  reads: Paths,
  evidence: readonly Evidence[],
): CommandReading {
  return { command, role, writes, reads, evidence, detail: { kind: 'none' } };
}
