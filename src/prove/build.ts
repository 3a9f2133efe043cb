import { existsSync } from 'node:fs';
import { appendFile, copyFile, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type BuildStep, parseBuildLog, stepBegunBy } from './build-log.ts';
import { failureOf, runChild } from './child.ts';
import { COMMAND_LINES } from './client.ts';
import { type Engine, engineCommand } from './engine.ts';
import { passVariables } from './pass-variables.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

/** What to build. */
export interface BuildInput {
  /** The build context, used as it is: its ignore file counts. */
  readonly contextFolder: string;
  /** The Dockerfile's text; it need not be in the context. */
  readonly dockerfileText: string;
  /** Where the Dockerfile stands, relative to the context folder; default `Dockerfile`. Only its ignore file is read. */
  readonly dockerfilePath?: string;
  /** The text of the ignore file that counts, where it is not the one on disk. */
  readonly ignoreFileText?: string;
  readonly tag: string;
  readonly target?: string;
  /** More arguments for `docker build`: `--secret`, `--no-cache`. */
  readonly extraArgs?: readonly string[];
  /** Build arguments. They reach the client by its environment, not by its arguments. */
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Leave out the `# syntax=` line: for machines that reach no registry and so cannot fetch the frontend it names. */
  readonly dropSyntax?: boolean;
  /** Time limit; default 900. */
  readonly seconds?: number;
}

/** What came of it. */
export type BuildResult =
  | {
      readonly kind: 'built';
      readonly imageId: string;
      readonly seconds: number;
      readonly steps: readonly BuildStep[];
      /** Path of the kept log. */
      readonly log: string;
    }
  | {
      readonly kind: 'failed';
      /** The step that failed, as BuildKit names it, or `before the first step`. */
      readonly step: string;
      readonly lastLines: readonly string[];
      readonly log: string;
    };

const BUILD_SECONDS = 900;
const PREPARE_SECONDS = 900;
const LAST_LINES = 30;

/**
 * Builds an image. Errors are values; the tag exists only when the result is `built`, and the caller removes it.
 *
 * The Dockerfile is written into a folder of its own and named by `-f`, so that the context stays what it is.
 * BuildKit looks for `<Dockerfile>.dockerignore` next to that file, and takes the context's `.dockerignore` where there
 * is none (docs.docker.com/build/concepts/context, «filename and location»). So the ignore file that belongs to the
 * Dockerfile by name is copied along, and the one that counted before counts now.
 */
export function buildImage(engine: Engine, input: BuildInput): Promise<BuildResult> {
  const log = join(engine.logs, `${input.tag.replace(/[^\w.-]+/g, '-')}.build.log`);
  return withTemporaryFolder(async (folder) => {
    await writeFile(log, '');
    const path = input.dockerfilePath ?? 'Dockerfile';
    const file = join(folder, basename(path));
    await writeFile(file, input.dropSyntax === true ? withoutSyntax(input.dockerfileText) : input.dockerfileText);
    if (input.ignoreFileText !== undefined) await writeFile(`${file}.dockerignore`, input.ignoreFileText);
    else await copyIfThere(`${join(input.contextFolder, path)}.dockerignore`, `${file}.dockerignore`);
    await prepareImages(engine, file, log);

    const idFile = join(folder, 'image-id');
    const started = performance.now();
    const ended = await engineCommand(engine, buildArguments(engine, input, file, idFile), {
      seconds: input.seconds ?? BUILD_SECONDS,
      logFile: log,
      variables: passVariables('--build-arg', input.buildArgs ?? {}).environment,
      ...(engine.onStep === undefined ? {} : { onLine: tellSteps(engine.onStep) }),
    });
    const seconds = (performance.now() - started) / 1000;
    const text = await readFile(log, 'utf8');
    const { steps, failed } = parseBuildLog(text);
    const failure = failureOf(ended);
    if (failure === undefined) {
      return { kind: 'built', imageId: (await readFile(idFile, 'utf8')).trim(), seconds, steps, log };
    }
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const lastLines = [...lines.slice(-LAST_LINES), ...(ended.kind === 'ended' ? [] : [failure])];
    return { kind: 'failed', step: failed ?? 'before the first step', lastLines, log };
  });
}

/** The host's network: a build reaches what the machine reaches, also where the engine has no bridge network. */
function buildArguments(engine: Engine, input: BuildInput, file: string, idFile: string): readonly string[] {
  const { build, ignoreFile } = COMMAND_LINES[engine.client];
  const ignores = `${file}.dockerignore`;
  return [
    ...['build', ...build, '--network', 'host', '-f', file, '-t', input.tag, '--iidfile', idFile],
    ...(ignoreFile !== undefined && existsSync(ignores) ? [ignoreFile, ignores] : []),
    ...(input.target === undefined ? [] : ['--target', input.target]),
    ...(input.extraArgs ?? []),
    ...passVariables('--build-arg', input.buildArgs ?? {}).args,
    input.contextFolder,
  ];
}

/** Tells the instructions as BuildKit begins them. */
function tellSteps(tell: (step: string) => void): (line: string) => void {
  return (line) => {
    const step = stepBegunBy(line);
    if (step !== undefined) tell(step);
  };
}

/** What the hook cannot prepare, the build itself reports: the hook's exit code decides nothing. */
async function prepareImages(engine: Engine, dockerfile: string, log: string): Promise<void> {
  if (engine.prepareImages === undefined) return;
  const ended = await runChild([...engine.prepareImages, dockerfile], {
    environment: engine.environment,
    seconds: PREPARE_SECONDS,
    logFile: log,
    signal: engine.signal,
    redact: engine.redact,
  });
  const failure = failureOf(ended);
  if (failure !== undefined) await appendFile(log, `${engine.prepareImages.join(' ')}: ${failure}\n`);
}

async function copyIfThere(from: string, to: string): Promise<void> {
  await copyFile(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

/**
 * The text without its `# syntax=` directive. Only the lines before the first one that is no directive count as such;
 * further down, the same words are a comment and stay.
 */
export function withoutSyntax(dockerfile: string): string {
  const bom = dockerfile.startsWith('\uFEFF') ? '\uFEFF' : '';
  const lines = dockerfile.slice(bom.length).split('\n');
  const end = lines.findIndex((line) => !/^\s*#\s*[A-Za-z]\w*\s*=/.test(line));
  const header = lines.slice(0, end === -1 ? lines.length : end);
  const kept = header.filter((line) => !/^\s*#\s*syntax\s*=/i.test(line));
  return bom + [...kept, ...lines.slice(header.length)].join('\n');
}
