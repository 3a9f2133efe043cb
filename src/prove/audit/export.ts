import { spawn } from 'node:child_process';
import { failureOf } from '../child.ts';
import { type Engine, engineCommand, removeContainer, uniqueName } from '../engine.ts';
import { type ImageConfig, inspectImage } from '../inspect.ts';
import { auditImage, type ImageAudit } from './findings.ts';
import { type ImageFiles, readImageFiles } from './image-files.ts';

const CREATE_SECONDS = 60;
/** Writing out an image of a few gigabytes. */
const EXPORT_SECONDS = 600;

/** Reads the files of an image and audits them. Undefined where the image could not be written out. The image is not started. */
export async function auditOf(engine: Engine, image: string): Promise<ImageAudit | undefined> {
  const inspection = await inspectImage(engine, image);
  const files = await exportedFiles(engine, image);
  const config: ImageConfig | undefined = inspection.kind === 'inspected' ? inspection.config : undefined;
  return files === undefined || config === undefined ? undefined : auditImage(files, config);
}

async function exportedFiles(engine: Engine, image: string): Promise<ImageFiles | undefined> {
  const container = uniqueName();
  try {
    // The command is never run, but an image without CMD and ENTRYPOINT cannot be created without one.
    const created = await engineCommand(engine, ['create', '--name', container, image, 'nothing'], {
      seconds: CREATE_SECONDS,
      always: true,
    });
    return failureOf(created) === undefined ? await streamedFiles(engine, container) : undefined;
  } finally {
    await removeContainer(engine, container);
  }
}

async function streamedFiles(engine: Engine, container: string): Promise<ImageFiles | undefined> {
  const [client = 'docker', ...args] = engine.command;
  const signals = [AbortSignal.timeout(EXPORT_SECONDS * 1000), ...(engine.signal === undefined ? [] : [engine.signal])];
  const exporter = spawn(client, [...args, 'export', container], {
    env: { ...engine.environment },
    stdio: ['ignore', 'pipe', 'ignore'],
    signal: AbortSignal.any(signals),
    // A Ctrl-C in the terminal reaches us alone.
    detached: true,
  });
  const ended = new Promise<number | null>((resolve) => {
    exporter.once('error', () => resolve(null));
    exporter.once('close', resolve);
  });
  try {
    const files = await readImageFiles(exporter.stdout);
    return (await ended) === 0 ? files : undefined;
  } catch {
    // It ended in the middle: interrupted, or the engine failed.
    exporter.kill();
    await ended;
    return undefined;
  }
}
