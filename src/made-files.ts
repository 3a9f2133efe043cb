import { posix } from 'node:path';
import { isFolderOfBase } from './base-images/existing-folders.ts';
import type { CommandReading } from './command-reading.ts';
import type { Project } from './ecosystems/project.ts';
import { overlaps, resolvePath } from './filesystem/path.ts';
import { isGone } from './filesystem/removals.ts';

/** Absolute image paths of what a project's builds made, and of what commands behind them made of that (`cp`, `mv`); without what was removed again. */
export function madeFiles(readings: readonly CommandReading[], project: Project, folder: string): readonly string[] {
  const made: string[] = [];
  for (const reading of readings) {
    if (reading.detail.kind === 'build' && reading.detail.ecosystem === project.ecosystem) {
      const output = project.build(reading);
      if (output.known) made.push(...output.value.outputs.map((path) => outputInImage(path, project, folder)));
    } else made.push(...copied(reading, made));
  }
  return [...new Set(made)].filter((path) => !isGone(path, readings));
}

/** An output as an absolute image path. */
export function outputInImage(path: string, project: Project, folder: string): string {
  return path.startsWith('/') ? path : resolvePath(folder, posix.relative(project.root, path) || '.');
}

/** `cp server /usr/local/bin/`: where something that was made lies as well. */
function copied({ command, role, writes, reads }: CommandReading, made: readonly string[]): readonly string[] {
  if (role !== 'file-setup' || writes === 'anything' || reads === 'anything') return [];
  if (!['cp', 'mv', 'install'].includes(command.name ?? '')) return [];
  const sources = reads.filter((path) => made.some((one) => overlaps(path, one)));
  const target = writes.find((path) => !reads.includes(path));
  if (sources.length === 0 || target === undefined) return [];
  const intoFolder = isFolderOfBase(target) || reads.length > 1 || command.words.at(-1)?.text.endsWith('/') === true;
  return intoFolder ? sources.map((path) => posix.join(target, posix.basename(path))) : [target];
}
