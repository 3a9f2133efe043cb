import { spawn } from 'node:child_process';
import { posix } from 'node:path';
import picomatch from 'picomatch';
import { failureOf } from '../../src/prove/child.ts';
import { type Engine, engineCommand, removeContainer, uniqueName } from '../../src/prove/engine.ts';

const SECONDS = 60;

/**
 * For each pattern, the files of an image at or under that path, or those that the glob matches. The image is not started, and only what a
 * pattern can mean is read of it: writing out a whole image of a gigabyte takes longer than building it.
 */
export async function filesInImage(
  engine: Engine,
  image: string,
  patterns: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const container = uniqueName();
  try {
    // The command is never run, but an image without CMD and ENTRYPOINT cannot be created without one.
    const created = await engineCommand(engine, ['create', '--name', container, image, 'nothing'], {
      seconds: SECONDS,
      always: true,
    });
    const failure = failureOf(created);
    if (failure !== undefined) throw new Error(`the files of ${image} cannot be read: ${failure}`);
    const found = new Map<string, readonly string[]>();
    for (const pattern of patterns) {
      const files = await copied(engine, container, fixedPart(pattern));
      found.set(pattern, filesAt(files, pattern));
    }
    return found;
  } finally {
    await removeContainer(engine, container);
  }
}

/** The files at or under a path, or those that a glob matches. */
function filesAt(files: readonly string[], pattern: string): readonly string[] {
  if (isGlob(pattern)) {
    const matches = picomatch(pattern, { dot: true });
    return files.filter((file) => matches(file));
  }
  const path = pattern.replace(/\/$/, '');
  return files.filter((file) => file === path || file.startsWith(`${path}/`));
}

const isGlob = (pattern: string) => /[*?{[]/.test(pattern);

/** The path, or the folder below which a glob begins. */
function fixedPart(pattern: string): string {
  if (!isGlob(pattern)) return pattern.replace(/\/$/, '');
  const parts = pattern.split('/');
  return parts.slice(0, parts.findIndex(isGlob)).join('/');
}

/** `docker cp CONTAINER:PATH - | tar -t`: absolute paths. Empty where there is nothing. */
function copied(engine: Engine, container: string, path: string): Promise<readonly string[]> {
  const [client = 'docker', ...args] = engine.command;
  return new Promise((resolve, reject) => {
    const copier = spawn(client, [...args, 'cp', `${container}:${path}`, '-'], {
      env: { ...engine.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const tar = spawn('tar', ['-tf', '-'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const names: Buffer[] = [];
    const said: Buffer[] = [];
    copier.once('error', reject);
    tar.once('error', reject);
    // Either side may end first when the other fails; the exit codes below tell.
    tar.stdin.once('error', () => undefined);
    copier.stdout.pipe(tar.stdin);
    copier.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    tar.stdout.on('data', (chunk: Buffer) => names.push(chunk));
    const ended = new Promise<number | null>((done) => copier.once('close', done));
    tar.once('close', async (code) => {
      const copierCode = await ended;
      const words = Buffer.concat(said).toString('utf8');
      if (code === 0 && copierCode === 0) resolve(parseTarNames(Buffer.concat(names).toString('utf8'), path));
      else if (/could not find the file|no such file|no such container:path|not a directory/i.test(words)) resolve([]);
      else reject(new Error(`${path} of ${container} cannot be read: ${words}`));
    });
  });
}

/** What `tar -t` prints of a copied path, whose last part begins every name. */
function parseTarNames(text: string, path: string): readonly string[] {
  const folder = posix.dirname(path);
  const names = text.split('\n').filter((line) => line !== '');
  return names.map((name) => posix.join(folder, name.replace(/\/$/, ''))).sort();
}
