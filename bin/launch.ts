import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { constants, Script } from 'node:vm';
import { sealed, USED, type Used, unsealed } from './seal.ts';

/** What the bundle's content is; V8 itself tells two sources apart by their length alone. Set by the build. */
declare const CONTENT: string;

/** Packages that many runs do without, each a script of its own: the name of its file. Set by the build. */
declare const PACKAGES: Readonly<Record<string, string>>;

/** What the launcher gives the parts of the program. */
export interface Launcher {
  /** The exports of a part, run when it is asked for the first time. */
  readonly part: (name: string) => unknown;
  /** Keeps the compiled code at the end of the process, where it is worth more than what was kept. */
  readonly keeps: (used: () => Used) => void;
}

/** A file that a build without changes does not touch for this long is one of an old version. */
const FORGOTTEN_DAYS = 30;

/**
 * How much of a function V8 runs before it compiles that once more with all that it knows: six times its own measure. A run over a thousand files ends
 * before such code has earned what it cost, which was a third of the time of the processor.
 */
const PATIENCE = '--interrupt-budget=400000';

/** Modules that Node.js itself has loaded before any script runs. */
const THERE: ReadonlySet<string> = new Set(['node:fs', 'node:path', 'node:url']);

interface Loaded {
  readonly name: string;
  readonly script: Script;
  readonly kept: Used | null;
}

/**
 * Runs the parts of the bundled program with the machine code that V8 made of them the last time: compiling them is most of what a short run takes. The
 * code is kept in the user's cache folder. Where it cannot be read or written, or `NODE_DISABLE_COMPILE_CACHE` is set, they start as any other script.
 */
export function launcherOf(folder: string): Launcher {
  // Other versions know no such flag, or have a compiler in between that makes up for it.
  if (process.version.startsWith('v20.')) v8().setFlagsFromString(PATIENCE);
  const cache = process.env.NODE_DISABLE_COMPILE_CACHE === undefined ? cacheFolder() : null;
  const loaded: Loaded[] = [];
  const parts = new Map<string, unknown>();
  const imported = (name: string): unknown => {
    const file = PACKAGES[name];
    if (file !== undefined) return whenUsed(() => part(file));
    return THERE.has(name) ? require(name) : whenUsed(() => require(name));
  };
  const part = (name: string): unknown => {
    const known = parts.get(name);
    if (known !== undefined) return known;
    const file = join(folder, `${name}.cjs`);
    const kept = cache === null ? null : readOwn(join(cache, codeFile(name)));
    const script = new Script(readFileSync(file, 'latin1'), {
      filename: file,
      ...(kept === null ? {} : { cachedData: kept.code }),
      importModuleDynamically: constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    const used = kept === null || script.cachedDataRejected ? null : kept.used;
    loaded.push({ name, script, kept: used });
    // What ran only once, the start for example, would be forgotten before it is kept.
    if (cache !== null && (used === null || used === USED.nothing)) v8().setFlagsFromString('--no-flush-bytecode');
    const own = { exports: {} };
    parts.set(name, own.exports);
    script.runInThisContext().call(own.exports, own.exports, imported, own, file);
    parts.set(name, own.exports);
    return own.exports;
  };
  const keeps = (used: () => Used): void => {
    if (cache === null) return;
    process.on('exit', () => {
      const worth = used();
      const better = loaded.filter(({ name, kept }) => kept === null || (name === 'program' && kept < worth));
      if (better.length === 0) return;
      // Code is kept for the flags that it was made with.
      v8().setFlagsFromString('--flush-bytecode');
      for (const { name, script } of better) keep(cache, codeFile(name), sealed(script.createCachedData(), worth));
      forget(cache);
    });
  };
  return { part, keeps };
}

/** A module that is loaded when something of it is used: loading is most of a short run. */
function whenUsed(load: () => unknown): unknown {
  const module = () => load() as Readonly<Record<PropertyKey, unknown>>;
  return new Proxy(() => undefined, {
    get: (_, name) => module()[name],
    apply: (_, __, given) => (load() as (...given: readonly unknown[]) => unknown)(...given),
  });
}

function v8() {
  return require('node:v8') as typeof import('node:v8');
}

function codeFile(part: string): string {
  return `${process.version}-${process.arch}-${CONTENT}-${part}.v8`;
}

function cacheFolder(): string | null {
  const { env, platform } = process;
  const home = env.HOME;
  const caches =
    platform === 'win32'
      ? env.LOCALAPPDATA
      : platform === 'darwin'
        ? home && join(home, 'Library/Caches')
        : env.XDG_CACHE_HOME || (home && join(home, '.cache'));
  return caches ? join(caches, 'msb-migrate') : null;
}

/** Code that somebody else could have written is not run, nor what a disk gave back only in part: V8 does not look, and crashes. */
function readOwn(file: string): { readonly code: Buffer; readonly used: Used } | null {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const { uid, mode } = fstatSync(descriptor);
      const user = process.getuid?.();
      const own = user === undefined || (uid === user && (mode & 0o022) === 0);
      return own ? unsealed(readFileSync(descriptor)) : null;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
}

function keep(folder: string, name: string, code: Buffer): void {
  const file = join(folder, name);
  const copy = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const descriptor = openSync(copy, 'wx', 0o600);
    try {
      writeFileSync(descriptor, code);
      fdatasyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(copy, file);
  } catch {
    rmSync(copy, { force: true });
  }
}

/** Removes what versions that nobody runs any more have left. */
function forget(folder: string): void {
  try {
    const oldest = Date.now() - FORGOTTEN_DAYS * 24 * 3600 * 1000;
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      if (/\.v8(?:\.\d+)?$/.test(name) && statSync(file).mtimeMs < oldest) rmSync(file, { force: true });
    }
  } catch {
    // Somebody else removes them at the same time, or nobody may.
  }
}
