import type { Paths } from '../command-reading.ts';
import type { ShellWord } from '../shell/command.ts';
import { type Arguments, hasOption, readArguments, valuesOf } from './arguments.ts';
import type { ArgumentReader, Footprint, Place } from './footprint.ts';
import { together } from './footprint.ts';
import { absolute, pathsOf } from './paths.ts';

function fetched(writes: Paths, reads: Paths = []): Footprint {
  return { role: 'fetch-source', writes, reads };
}

/** curl(1): the options with a value, as far as Dockerfiles use them. */
const CURL = {
  short: 'AbcCdDeEFHKmoPQrtTuUwxXyYz',
  long: [
    'cacert',
    'cert',
    'config',
    'connect-timeout',
    'continue-at',
    'cookie',
    'cookie-jar',
    'data',
    'data-binary',
    'data-raw',
    'data-urlencode',
    'dump-header',
    'form',
    'header',
    'interface',
    'key',
    'limit-rate',
    'max-redirs',
    'max-time',
    'output',
    'output-dir',
    'proto',
    'proxy',
    'range',
    'referer',
    'request',
    'resolve',
    'retry',
    'retry-delay',
    'retry-max-time',
    'tlsv1',
    'upload-file',
    'url',
    'user',
    'user-agent',
    'write-out',
  ],
};

const curl: ArgumentReader = (words, place) => {
  const args = readArguments(words, CURL);
  const files = valuesOf(args, '-o', '--output', '-D', '--dump-header', '-c', '--cookie-jar').filter(
    (word) => word.value !== '-',
  );
  const [into = null] = pathsIn(valuesOf(args, '--output-dir'), place);
  const inside: Place = hasOption(args, '--output-dir') ? { ...place, folder: into } : place;
  const named = hasOption(args, '-O', '--remote-name', '--remote-name-all', '-J', '--remote-header-name');
  return fetched(
    together(
      pathsOf(files, inside),
      named ? downloads(args.operands, hasOption(args, '-J', '--remote-header-name'), inside, 'dropped') : [],
    ),
  );
};

/** wget(1). */
const WGET = {
  short: 'aoOPtTUwQiBeRAlD',
  long: [
    'append-output',
    'directory-prefix',
    'header',
    'input-file',
    'output-document',
    'output-file',
    'password',
    'post-data',
    'progress',
    'quota',
    'read-timeout',
    'timeout',
    'tries',
    'user',
    'user-agent',
    'wait',
    'waitretry',
    'load-cookies',
    'save-cookies',
  ],
};

const wget: ArgumentReader = (words, place) => {
  // BusyBox and GNU both take `-nc`, `-nv`, `-nH`: two letters that are one option.
  const args = readArguments(
    words.filter((word) => !/^-n[cvHdp]$/.test(word.text)),
    WGET,
  );
  const logs = pathsOf(valuesOf(args, '-o', '-a', '--output-file', '--append-output', '--save-cookies'), place);
  const documents = valuesOf(args, '-O', '--output-document');
  if (documents.length > 0)
    return fetched(
      together(
        logs,
        pathsOf(
          documents.filter((word) => word.value !== '-'),
          place,
        ),
      ),
    );
  if (hasOption(args, '--spider')) return { role: 'nothing', writes: [], reads: [] };
  const prefix = valuesOf(args, '-P', '--directory-prefix');
  const [into = null] = pathsIn(prefix, place);
  const inside = prefix.length > 0 ? { ...place, folder: into } : place;
  const whole = hasOption(
    args,
    '-r',
    '-m',
    '-p',
    '-x',
    '-i',
    '--recursive',
    '--mirror',
    '--content-disposition',
    '--input-file',
  );
  return fetched(together(logs, downloads(args.operands, whole, inside, 'kept')));
};

/** Files named after the last part of each URL (wget keeps the query in the name); the whole folder where that is not known. */
function downloads(urls: readonly ShellWord[], whole: boolean, place: Place, query: 'kept' | 'dropped'): Paths {
  if (place.folder === null) return 'anything';
  const names = urls.map(({ text, value }) => {
    const url = value ?? (/[^\w/.:-][^/]*$/.test(text) ? null : text);
    return (
      url
        ?.replace(query === 'kept' ? /#.*$/ : /[?#].*$/, '')
        .split('/')
        .pop() ?? ''
    );
  });
  if (whole || names.some((name) => name === '')) return [place.folder];
  return names.flatMap((name) => absolute(name, place.folder) ?? []);
}

function pathsIn(words: readonly ShellWord[], place: Place): readonly string[] {
  const paths = pathsOf(words, place);
  return paths === 'anything' ? [] : paths;
}

const GIT = {
  short: 'bcoju',
  long: [
    'branch',
    'depth',
    'config',
    'origin',
    'jobs',
    'reference',
    'separate-git-dir',
    'upload-pack',
    'filter',
    'template',
    'shallow-since',
  ],
};
/** Change the work tree or the repository they stand in. */
const GIT_CHANGES = [
  'am',
  'apply',
  'checkout',
  'cherry-pick',
  'clean',
  'commit',
  'fetch',
  'gc',
  'init',
  'merge',
  'pull',
  'rebase',
  'remote',
  'reset',
  'revert',
  'submodule',
  'switch',
];
const GIT_ASKS = ['describe', 'diff', 'log', 'ls-files', 'ls-remote', 'rev-parse', 'show', 'status', 'tag', 'branch'];

const git: ArgumentReader = (words, place) => {
  const [first, second, ...rest] = words;
  if (first?.value === '-C' && second !== undefined)
    return git(rest, { ...place, folder: pathsIn([second], place)[0] ?? null });
  if (first?.value === '-c') return git(rest, place);
  const args = readArguments(words.slice(1), GIT);
  const here: Paths = place.folder === null ? 'anything' : [place.folder];
  const action = first?.value ?? '';
  if (action === 'clone') return clone(args, place);
  if (action === 'config') return config(args, place, here);
  if (GIT_CHANGES.includes(action)) return fetched(here, here);
  return GIT_ASKS.includes(action) ? { role: 'nothing', writes: [], reads: here } : null;
};

function clone(args: Arguments, place: Place): Footprint | null {
  const [url, folder] = args.operands;
  if (url === undefined) return null;
  if (folder !== undefined) return fetched(pathsOf([folder], place));
  const name = url.value
    ?.replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split(/[/:]/)
    .pop();
  const path = name ? absolute(name, place.folder) : place.folder;
  return fetched(path === null ? 'anything' : [path]);
}

function config(args: Arguments, place: Place, here: Paths): Footprint {
  if (hasOption(args, '--system')) return { role: 'file-setup', writes: ['/etc/gitconfig'], reads: [] };
  if (!hasOption(args, '--global')) return { role: 'file-setup', writes: here, reads: here };
  const file = place.home === null ? null : absolute('.gitconfig', place.home);
  return { role: 'file-setup', writes: file === null ? 'anything' : [file], reads: [] };
}

/** `svn co URL dir`, `hg clone URL dir`. */
const checkout: ArgumentReader = (words, place) => {
  const [action, , folder, ...more] = words.filter((word) => !word.text.startsWith('-'));
  if (!['co', 'checkout', 'clone', 'export'].includes(action?.value ?? '') || folder === undefined || more.length > 0)
    return null;
  return fetched(pathsOf([folder], place));
};

export const FETCH_SOURCE: Readonly<Record<string, ArgumentReader>> = { curl, git, hg: checkout, svn: checkout, wget };
