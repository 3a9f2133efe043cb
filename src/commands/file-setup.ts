import type { Paths } from '../command-reading.ts';
import type { ShellWord } from '../shell/command.ts';
import { hasOption, type OptionTable, readArguments, valuesOf } from './arguments.ts';
import { type ArgumentReader, type Footprint, together } from './footprint.ts';
import { pathOf, pathsOf } from './paths.ts';

function setup(writes: Paths, reads: Paths): Footprint {
  return { role: 'file-setup', writes, reads };
}

/** Makes or changes each operand after the first `skip` ones. */
function changesEach(options: OptionTable, skip: number, reads: boolean): ArgumentReader {
  return (words, place) => {
    const args = readArguments(words, options);
    const touched = pathsOf(args.operands.slice(hasOption(args, '--reference') ? 0 : skip), place);
    return setup(touched, reads ? touched : []);
  };
}

/** `chmod +x f` and `chmod -x f`: a mode may look like an option. */
const chmod: ArgumentReader = (words, place) => {
  const operands = words.filter((word) => !/^-(?:[Rcfv]+|-.*)$/.test(word.text));
  const touched = pathsOf(operands.slice(words.some((word) => word.text.startsWith('--reference')) ? 0 : 1), place);
  return setup(touched, touched);
};

const COPY_OPTIONS: OptionTable = { short: 'tS', long: ['target-directory', 'suffix'] };
const INSTALL_OPTIONS: OptionTable = { short: 'tSgmo', long: ['target-directory', 'suffix', 'group', 'mode', 'owner'] };

/** `cp`, `mv`, `install`: sources, then where they go. What is moved away is written too. */
function copies(options: OptionTable, moves: boolean): ArgumentReader {
  return (words, place) => {
    const args = readArguments(words, options);
    const into = valuesOf(args, '-t', '--target-directory');
    const sources = into.length > 0 ? args.operands : args.operands.slice(0, -1);
    const targets = into.length > 0 ? into : args.operands.slice(-1);
    if (sources.length === 0) return null;
    const [read, written] = [pathsOf(sources, place), pathsOf(targets, place)];
    return setup(moves ? together(written, read) : written, read);
  };
}

const install: ArgumentReader = (words, place) => {
  const args = readArguments(words, INSTALL_OPTIONS);
  if (hasOption(args, '-d', '--directory')) return setup(pathsOf(args.operands, place), []);
  return copies(INSTALL_OPTIONS, false)(words, place);
};

/** A symbolic link may dangle on purpose: its target is not read. */
const ln: ArgumentReader = (words, place) => {
  const args = readArguments(words, { short: 'tS', long: ['target-directory', 'suffix'] });
  const into = valuesOf(args, '-t', '--target-directory');
  const [target] = args.operands;
  if (target === undefined) return null;
  const read = hasOption(args, '-s', '--symbolic') ? [] : pathsOf(args.operands.slice(0, -1), place);
  if (into.length > 0) return setup(pathsOf(into, place), read);
  if (args.operands.length > 1) return setup(pathsOf(args.operands.slice(-1), place), read);
  return setup(place.folder === null ? 'anything' : [place.folder], read);
};

const SED_OPTIONS: OptionTable = { short: 'efl', long: ['expression', 'file', 'line-length'] };

/** `sed -i` changes its files; without it sed prints. What follows `-i` in its word is a suffix: `-ie` is no `-e`. */
const sed: ArgumentReader = (words, place) => {
  const isInPlace = (word: ShellWord) => /^-[Enrsuz]*i|^--in-place/.test(word.text);
  const args = readArguments(
    words.filter((word) => !isInPlace(word)),
    SED_OPTIONS,
  );
  const scripted = hasOption(args, '-e', '-f', '--expression', '--file');
  const files = pathsOf(args.operands.slice(scripted ? 0 : 1), place);
  const reads = together(files, pathsOf(valuesOf(args, '-f', '--file'), place));
  return words.some(isInPlace) ? setup(files, reads) : { role: 'nothing', writes: [], reads };
};

const tee: ArgumentReader = (words, place) =>
  setup(pathsOf(readArguments(words, { short: '', long: [] }).operands, place), []);

/** `dd if=/dev/zero of=/swap`. */
const dd: ArgumentReader = (words, place) => {
  const named = (key: string) =>
    words.flatMap((word) =>
      word.text.startsWith(key)
        ? [pathOf({ ...word, text: word.text.slice(key.length), value: word.value?.slice(key.length) ?? null }, place)]
        : [],
    );
  const known = (paths: readonly (string | null)[]): Paths =>
    paths.every((path) => path !== null) ? paths.filter((path) => path !== null) : 'anything';
  return setup(known(named('of=')), known(named('if=')));
};

/** `patch -p1 < x.patch` may change anything below the folder it stands in. */
const patch: ArgumentReader = (words, place) => {
  const args = readArguments(words, { short: 'dipoBFgrVYzDe', long: ['directory', 'input', 'strip', 'output'] });
  const named = valuesOf(args, '-d', '--directory');
  const folder = named.length > 0 ? pathsOf(named, place) : place.folder === null ? 'anything' : [place.folder];
  return setup(folder, together(folder, pathsOf(valuesOf(args, '-i', '--input'), place)));
};

/** rsync between local folders; `-e` and remote names are not understood. */
const rsync: ArgumentReader = (words, place) => {
  if (words.some((word) => !word.text.startsWith('-') && word.text.includes(':'))) return null;
  const args = readArguments(words, {
    short: 'ef',
    long: ['rsh', 'filter', 'exclude', 'include', 'exclude-from', 'include-from'],
  });
  return setup(pathsOf(args.operands.slice(-1), place), pathsOf(args.operands.slice(0, -1), place));
};

const NO_VALUES: OptionTable = { short: '', long: [] };

export const FILE_SETUP: Readonly<Record<string, ArgumentReader>> = {
  chgrp: changesEach(NO_VALUES, 1, true),
  chmod,
  chown: changesEach({ short: '', long: ['from'] }, 1, true),
  cp: copies(COPY_OPTIONS, false),
  dd,
  install,
  ln,
  mkdir: changesEach({ short: 'm', long: ['mode'] }, 0, false),
  mktemp: () => setup(['/tmp'], []),
  mkfifo: changesEach({ short: 'm', long: ['mode'] }, 0, false),
  mv: copies(COPY_OPTIONS, true),
  patch,
  rmdir: changesEach(NO_VALUES, 0, false),
  rsync,
  sed,
  setcap: changesEach(NO_VALUES, 1, true),
  setfacl: changesEach({ short: 'mxMX', long: ['modify', 'remove'] }, 0, true),
  strip: changesEach({ short: 'FIOKNRo', long: [] }, 0, true),
  tee,
  touch: changesEach({ short: 'dtr', long: ['date', 'reference', 'time'] }, 0, false),
  truncate: changesEach({ short: 'sor', long: ['size', 'reference'] }, 0, false),
};
