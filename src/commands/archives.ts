import type { Paths } from '../command-reading.ts';
import type { ShellWord } from '../shell/command.ts';
import { hasOption, readArguments, valuesOf } from './arguments.ts';
import type { ArgumentReader, Place } from './footprint.ts';
import { absolute, pathOf, pathsOf } from './paths.ts';

const STANDARD_INPUT = '-';

/** `tar xzf a.tgz -C dir`: the first word may bundle options without a dash. */
const tar: ArgumentReader = (words, place) => {
  const [first, ...rest] = words;
  if (first === undefined) return null;
  const bundle = /^[A-Za-z]+$/.test(first.text)
    ? [{ ...first, text: `-${first.text}`, value: first.value && `-${first.value}` }, ...rest]
    : words;
  const args = readArguments(bundle, {
    short: 'fCTXbgIKLNV',
    long: ['file', 'directory', 'exclude', 'transform', 'strip-components', 'owner', 'group', 'mode'],
  });
  const archives = valuesOf(args, '-f', '--file').filter((word) => word.value !== STANDARD_INPUT);
  const into = folders(valuesOf(args, '-C', '--directory'), place);
  if (hasOption(args, '-x', '--extract', '--get'))
    return { role: 'file-setup', writes: into, reads: pathsOf(archives, place) };
  if (hasOption(args, '-c', '--create')) {
    const from = folderPaths(into);
    const absoluteNames = pathsOf(args.operands, { ...place, folder: from });
    return { role: 'file-setup', writes: pathsOf(archives, place), reads: absoluteNames };
  }
  return hasOption(args, '-t', '--list') ? { role: 'nothing', writes: [], reads: pathsOf(archives, place) } : null;
};

const unzip: ArgumentReader = (words, place) => {
  const args = readArguments(words, { short: 'dxP', long: [] });
  const [archive] = args.operands;
  if (archive === undefined) return null;
  return { role: 'file-setup', writes: folders(valuesOf(args, '-d'), place), reads: pathsOf([archive], place) };
};

const zip: ArgumentReader = (words, place) => {
  const { operands } = readArguments(words, { short: 'xinb', long: [] });
  return operands.length < 2
    ? null
    : { role: 'file-setup', writes: pathsOf(operands.slice(0, 1), place), reads: pathsOf(operands.slice(1), place) };
};

/** `gunzip a.gz` puts `a` beside it and takes `a.gz` away; with `-c` or without a file it prints. */
const beside: ArgumentReader = (words, place) => {
  const args = readArguments(words, { short: 'S', long: ['suffix'] });
  const reads = pathsOf(args.operands, place);
  if (args.operands.length === 0 || hasOption(args, '-c', '--stdout', '-t', '-l'))
    return { role: 'nothing', writes: [], reads };
  const writes = reads === 'anything' ? reads : reads.map((path) => absolute('..', path) ?? '/');
  return { role: 'file-setup', writes, reads };
};

function folders(named: readonly ShellWord[], place: Place): Paths {
  const last = named.at(-1);
  const path = last === undefined ? place.folder : pathOf(last, place);
  return path === null ? 'anything' : [path];
}

function folderPaths(paths: Paths): string | null {
  return paths === 'anything' ? null : (paths[0] ?? null);
}

export const ARCHIVES: Readonly<Record<string, ArgumentReader>> = {
  bsdtar: tar,
  bunzip2: beside,
  bzip2: beside,
  gunzip: beside,
  gzip: beside,
  tar,
  unxz: beside,
  unzip,
  xz: beside,
  zip,
};
