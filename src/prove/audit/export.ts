import { failureOf } from '../child.ts';
import { type Engine, engineCommand, removeContainer, uniqueName } from '../engine.ts';
import { type ImageConfig, inspectImage } from '../inspect.ts';
import { streamCommand } from '../stream.ts';
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
  const exporter = streamCommand(engine, ['export', container], EXPORT_SECONDS);
  try {
    const files = await readImageFiles(exporter.output);
    return (await exporter.ended) === 0 ? files : undefined;
  } catch {
    // It ended in the middle: interrupted, or the engine failed.
    exporter.end();
    await exporter.ended;
    return undefined;
  }
}
