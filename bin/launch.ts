import { chmodSync, fstatSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { constants, Script } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

/** What the bundle's content is; V8 itself tells two sources apart by their length alone. Set by the build. */
declare const CONTENT: string;

/**
 * Starts the bundled program with the machine code that V8 made of it the last time: compiling it is most of what a short run takes. The code is kept in
 * the user's cache folder. Where it cannot be read or written, or `NODE_DISABLE_COMPILE_CACHE` is set, the program starts as any other.
 */
function launch(file: string): void {
  const cache = process.env.NODE_DISABLE_COMPILE_CACHE === undefined ? cacheFile() : null;
  const kept = cache === null ? undefined : readOwn(cache);
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`,
    {
      filename: file,
      ...(kept === undefined ? {} : { cachedData: kept }),
      importModuleDynamically: constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    },
  );
  const own = { exports: {} };
  script.runInThisContext().call(own.exports, own.exports, createRequire(file), own, file, __dirname);
  if (cache === null || !isMainThread || (kept !== undefined && script.cachedDataRejected !== true)) return;
  // At the end, when the functions that a run needs have been compiled.
  process.on('exit', () => keep(cache, script.createCachedData()));
}

function cacheFile(): string | null {
  const { env, platform } = process;
  const home = env.HOME ?? homedir();
  const folder =
    platform === 'win32'
      ? env.LOCALAPPDATA
      : platform === 'darwin'
        ? join(home, 'Library/Caches')
        : env.XDG_CACHE_HOME || join(home, '.cache');
  return folder === undefined ? null : join(folder, 'msb-migrate', `${process.version}-${process.arch}-${CONTENT}.v8`);
}

/** Code that somebody else could have written is not run. */
function readOwn(file: string): Buffer | undefined {
  try {
    const descriptor = openSync(file, 'r');
    return fstatSync(descriptor).uid === (process.getuid?.() ?? 0) ? readFileSync(descriptor) : undefined;
  } catch {
    return undefined;
  }
}

function keep(file: string, code: Buffer): void {
  const copy = `${file}.${process.pid}`;
  try {
    mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
    writeFileSync(copy, code, { mode: 0o600, flag: 'wx' });
    chmodSync(copy, 0o600);
    renameSync(copy, file);
  } catch {
    rmSync(copy, { force: true });
  }
}

launch(join(__dirname, 'program.cjs'));
