import { posix } from 'node:path';
import type { CommandReading } from '../../src/command-reading.ts';
import type { Decision } from '../../src/decision.ts';
import type { Survey } from '../../src/facts.ts';
import { copyDestination } from '../../src/filesystem/context-copy.ts';
import { isWithin } from '../../src/filesystem/path.ts';
import { isGone } from '../../src/filesystem/removals.ts';
import type { Requirements } from '../../src/requirements.ts';
import { decide } from './decide.ts';

/** What belongs to package managers, or is filled again. */
const HOME_LITTER =
  /^\/root\/\.(?:npm|npmrc|yarn|yarnrc|yarnrc\.yml|cache|node-gyp|config\/yarn|bashrc|profile)(?:\/|$)/;

/** Where installs put programs and packages of one user (`pip install --user`, cargo, pyenv). */
const HOME_PROGRAMS = /^\/root\/(?:\.local\/(?:bin|lib)|\.pyenv|\.cargo|go)(?:\/|$)/;

/** Files that the file puts into root's home: as another user the program looks for them elsewhere. */
export function homeObstacle({ items, end }: Survey, home: string | null): Decision | null {
  const own = end.env.get('HOME');
  if (own && own.certain !== '/root') return null;
  const readings = items.flatMap((item) => item.readings);
  const written = items.flatMap((item) => {
    const { view } = item;
    if (view.kind === 'copy' || view.kind === 'add') return [copyDestination(view, item.state) ?? ''];
    return item.readings.flatMap(({ role, writes }) => {
      if (writes === 'anything') return [];
      if (role === 'file-setup') return writes;
      return role.startsWith('install') ? writes.filter((path) => HOME_PROGRAMS.test(path)) : [];
    });
  });
  // What is copied out of another stage is wanted, even in a cache: poetry keeps its virtual environments there.
  const carried = items.flatMap(({ view, state }) =>
    view.kind === 'copy' && view.from !== null ? [copyDestination(view, state) ?? ''] : [],
  );
  const lost =
    carried.find((path) => isWithin(path, '/root')) ??
    written.find((path) => isWithin(path, '/root') && !HOME_LITTER.test(path) && !isGone(path, readings));
  return lost === undefined ? null : decide('home-holds-files', { data: { path: lost, home: home ?? '/' } });
}

/** What runs calls a tool that the build downloaded into root's home: another user would download it at every start. */
export function fetchedObstacle({ programs }: Requirements, { items }: Survey, home: string | null): Decision | null {
  const called = new Set(programs.filter((need) => need.by !== 'run').map((need) => need.program));
  for (const { detail } of items.flatMap((item) => item.readings)) {
    if (detail.kind !== 'tool' || detail.fetchesWhenCalled === undefined) continue;
    const { into: path } = detail.fetchesWhenCalled;
    if (detail.provides.some((name) => called.has(name)) && isWithin(path, '/root'))
      return decide('home-holds-files', { data: { path, home: home ?? '/' } });
  }
  return null;
}

/** The file itself names what an install puts into root's home, by a variable or in the start command: nobody else may look there. */
export function namedObstacle({ items, end, base }: Survey, home: string | null): Decision | null {
  const installed = items
    .flatMap((item) => item.readings)
    .flatMap(({ role, writes }) => (role.startsWith('install') && writes !== 'anything' ? writes : []))
    .filter((path) => isWithin(path, '/root') && !HOLDS_ALL.includes(path));
  const ofBase = new Set(Object.values(base?.env ?? {}).flatMap((value) => value.split(':')));
  const variables = [...end.env.values()]
    .flatMap((value) => (value.byDefault ?? value.text).split(':'))
    .filter((path) => !ofBase.has(path) && installed.some((one) => isWithin(path, one)));
  const started = [end.entrypoint, end.cmd].flatMap((start) =>
    start === null
      ? []
      : start.form === 'exec'
        ? start.words
        : (start.script.match(/(?<![\w./-])\/root\/[\w./-]+/g) ?? []),
  );
  const named = [...variables, ...started].find((path) => path.startsWith('/root/'));
  return named === undefined ? null : decide('home-holds-files', { data: { path: named, home: home ?? '/' } });
}

/** Folders in root's home that package managers fill again by themselves. */
const REFILLED = [
  ...['.npm', '.yarn', '.local/share/pnpm', '.local/state/pnpm', '.config/go'],
  ...['yarn', 'pnpm', 'node', 'node-gyp', 'pip', 'uv', 'go-build'].map((name) => `.cache/${name}`),
  // poetry keeps its virtual environments beside its downloads.
  ...['.cache/pypoetry/cache', '.cache/pypoetry/artifacts'],
].map((path) => posix.join('/root', path));

/** Folders of which a command that names them fills a part. */
const HOLDS_ALL = ['/root', '/root/.cache'];

/** Whether what lies there is made again by whoever needs it. */
export function isRefilled(path: string): boolean {
  return path === '/root/.cache' || REFILLED.some((cache) => isWithin(path, cache));
}

/** What installs that run as root put into its home, and the program looks for in the user's: a browser, a virtual environment, settings of a tool that starts. */
export function leftInHome(asRoot: readonly CommandReading[], { programs }: Requirements): string | null {
  const called = new Set(programs.filter((need) => need.by !== 'run').map((need) => need.program));
  const left = asRoot.flatMap((reading) => {
    const { role, writes } = reading;
    if (role !== 'install-dependencies' || writes === 'anything') return [];
    const isAgain = called.has(programOf(reading));
    return writes.filter((path) => !isWithin(path, '/root/.config') || isAgain);
  });
  return left.find((path) => isWithin(path, '/root') && !isRefilled(path) && !isGone(path, asRoot)) ?? null;
}

function programOf({ command: { words } }: CommandReading): string {
  const [first, flag, module] = words.map((word) => word.value ?? '');
  return flag === '-m' ? (module ?? '') : posix.basename(first ?? '');
}
