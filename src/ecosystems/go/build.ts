import { posix } from 'node:path';
import { isFolderOfBase } from '../../base-images/existing-folders.ts';
import type { Command } from '../../shell/command.ts';
import type { CommandPlace } from '../ecosystem.ts';
import type { Known } from '../known.ts';
import { goFolders, variable } from './folders.ts';
import { known, notKnown, within } from './known.ts';
import type { Unit } from './modules.ts';
import { mainPackages } from './packages.ts';
import type { Sources } from './sources.ts';
import type { GoWords } from './words.ts';

/** Absolute image paths of the programs that `go build` or `go install` makes. */
export function outputsOf(
  verb: 'build' | 'install',
  words: GoWords,
  command: Command,
  place: CommandPlace & { readonly folder: string; readonly contextFolder: string },
  unit: Unit,
  sources: Sources,
): Known<readonly string[]> {
  const moved = words.flags.get('C');
  if (moved === null) return notKnown('output-by-variable', { flag: '-C' });
  const folder = posix.resolve(place.folder, moved ?? '.');
  const contextFolder = within(place.contextFolder, posix.relative(place.folder, folder) || '.');
  if (contextFolder === null) return notKnown('package-not-found', { packages: moved ?? '' });
  const system = variable('GOOS', command, place);
  if (system !== undefined && system !== 'linux' && !isOwnSystem(command))
    return notKnown('other-platform', { system: system ?? '' });
  const mode = words.flags.get('buildmode');
  if (mode !== undefined && mode !== 'exe' && mode !== 'default' && mode !== 'pie')
    return notKnown('build-mode', { mode: mode ?? '' });
  // `go build /app/main.go`, `go build /app`: files and folders may be named by their place in the image.
  const operands = words.operands.map((operand) => {
    if (operand.value?.startsWith('/') !== true) return operand;
    const path = posix.relative(folder, operand.value) || '.';
    const text = path.endsWith('.go') || path.startsWith('.') ? path : `./${path}`;
    return { value: text, text };
  });
  if (unit.looseFile !== undefined && (operands.length === 0 || !operands.every(({ text }) => text.endsWith('.go'))))
    return notKnown('no-go-mod');
  const mains = mainPackages(operands, contextFolder, unit, sources, place.context);
  if (mains === null)
    return notKnown('package-not-found', { packages: words.operands.map(({ text }) => text).join(' ') || '.' });
  if (verb === 'install') {
    const folders = goFolders(command, place);
    if (folders === null) return notKnown('output-by-variable', { flag: 'GOPATH' });
    return known(mains.map(({ name }) => posix.join(folders.bin, name)));
  }
  const output = words.flags.get('o');
  if (output === null) return notKnown('output-by-variable', { flag: '-o' });
  if (output === undefined) return known(mains.length === 1 ? mains.map(({ name }) => posix.join(folder, name)) : []);
  const target = posix.resolve(folder, output);
  const inContext = within(contextFolder, posix.relative(folder, target) || '.');
  const isFolder =
    output.endsWith('/') ||
    isFolderOfBase(target) ||
    target === goFolders(command, place)?.bin ||
    folder === target ||
    folder.startsWith(`${target}/`) ||
    (inContext !== null && place.context.kind(inContext) === 'directory');
  return known(isFolder ? mains.map(({ name }) => posix.join(target, name)) : [target]);
}

/** `GOOS=$TARGETOS`: the builder says the system of the image that it makes, and that is Linux; an old builder says nothing, and Go takes its own. */
function isOwnSystem({ assignments }: Command): boolean {
  const written = assignments.find(({ name }) => name === 'GOOS')?.text ?? '';
  return /^"?\$(?:TARGETOS|\{TARGETOS(?::-(?:linux)?)?\})"?$/.test(written);
}
