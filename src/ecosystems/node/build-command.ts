import { posix } from 'node:path';
import type { CommandDetail, CommandReading, Paths, Role } from '../../command-reading.ts';
import type { Evidence } from '../../decision.ts';
import type { Command } from '../../shell/command.ts';
import type { CommandPlace } from '../ecosystem.ts';
import { effectOf } from './build-reading.ts';
import { nearestManifest } from './package-json.ts';

/** Builds read the whole project and the tools in it; they write what their tables say. */
export function ofBuild(
  command: Command,
  role: Role,
  place: CommandPlace,
  script: string,
  evidence: readonly Evidence[] = [],
): CommandReading {
  const { folder, contextFolder, context } = place;
  if (folder === null || contextFolder === null) return { ...reading(command, role, 'anything', 'anything', evidence) };
  const effect = effectOf(context, contextFolder, { ...command, cwd: '.' });
  const root = contextRootAt(folder, contextFolder);
  const project = nearestManifest(context, contextFolder);
  const isInProject = project === null || project.folder === contextFolder;
  const detail: CommandDetail = isInProject
    ? { kind: 'build', ecosystem: 'node', project: contextFolder, folder, script }
    : { kind: 'none' };
  const reads = [root ?? folder, folder, '/usr/local/lib/node_modules', '/usr/local/bin'];
  if (effect.known) {
    const dependencies = effect.value.writesDependencies
      ? [posix.join(folder, posix.relative(contextFolder || '.', project?.folder || '.'), 'node_modules')]
      : [];
    const outputs = [...effect.value.outputs, ...(effect.value.intermediate ?? [])].map((output) =>
      posix.join(folder, posix.relative(contextFolder || '.', output)),
    );
    return {
      ...reading(
        command,
        role,
        [...outputs, ...dependencies],
        [...new Set(reads)],
        [...evidence, ...effect.value.evidence],
      ),
      detail,
    };
  }
  const writes: Paths =
    effect.because.code === 'script-not-understood' ||
    isForeign(effect.because.data.why) ||
    /^node(?:js)?$/.test(command.name ?? '')
      ? 'anything'
      : [root ?? folder];
  return { ...reading(command, role, writes, [...new Set(reads)], [...evidence, ...effect.because.evidence]), detail };
}

/** Programs outside `node_modules` may write anywhere; a build tool that no table knows writes inside the project. */
const FOREIGN =
  /\b(?:curl|wget|apt-get|apt|apk|yum|pip3?|python3?|make|bash|sh|go|cargo|docker|git|ssh|scp|rsync|tar|sudo|mv|cp|ln)\b/;

function isForeign(why: unknown): boolean {
  return typeof why === 'string' && (FOREIGN.test(why) || why.includes('outside the project'));
}

/** Where the build context's root lies in the image, when the folder's own place shows it. */
export function contextRootAt(folder: string, contextFolder: string): string | null {
  if (contextFolder === '') return folder;
  return folder.endsWith(`/${contextFolder}`) ? folder.slice(0, -contextFolder.length - 1) || '/' : null;
}

/** A reading without details. */
export function reading(
  command: Command,
  role: Role,
  writes: Paths,
  reads: Paths,
  evidence: readonly Evidence[],
): CommandReading {
  return { command, role, writes, reads, evidence, detail: { kind: 'none' } };
}
