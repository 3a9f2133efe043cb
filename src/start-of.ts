import { posix } from 'node:path';
import type { StageState } from './dockerfile/state.types.ts';
import type { Invocation } from './dockerfile/view.ts';
import type { Known } from './ecosystems/known.ts';
import type { Project } from './ecosystems/project.ts';
import type { StartReading } from './ecosystems/start-reading.ts';
import type { Item, Survey } from './facts.ts';
import { isWithin, resolvePath } from './filesystem/path.ts';

/** What a stage starts: its effective ENTRYPOINT and CMD, read by the project that lies in `folder` of the image and whose builds made `outputs`. */
export function startOf(
  project: Project,
  folder: string,
  { end, items }: Survey,
  outputs: readonly string[] = [],
): Known<StartReading> {
  const env = new Map(
    [...end.env].flatMap(([name, value]) => (value.certain === null ? [] : [[name, value.certain] as const])),
  );
  const workdir = end.workdir.certain ?? folder;
  const goesThere = workdir !== folder && startsIn(folder, end);
  return project.start(
    goesThere ? withoutChange(end.entrypoint) : end.entrypoint,
    goesThere ? withoutChange(end.cmd) : end.cmd,
    env,
    {
      folder: goesThere ? '' : posix.relative(folder, workdir),
      contextAt: contextRoot(project, folder),
      workdir: goesThere ? folder : workdir,
      outputs,
      copiedFrom: copiedTo(items),
      installed: installedByName(project, folder, items),
    },
  );
}

/** `RUN npm install serve`, in the project's folder or one above it. */
export function installedByName({ ecosystem }: Project, folder: string, items: readonly Item[]): readonly string[] {
  return items.flatMap(({ readings }) =>
    readings.flatMap(({ detail }) =>
      detail.kind === 'install' && detail.ecosystem === ecosystem && isWithin(folder, detail.folder)
        ? detail.packages
        : [],
    ),
  );
}

/** `cd /app && node x` as it reads in `/app`. */
function withoutChange(start: Invocation | null): Invocation | null {
  return start?.form === 'shell' ? { ...start, script: start.script.replace(CHANGE, '') } : start;
}

const CHANGE = /^\s*cd\s+(\S+)\s*(?:&&|;)\s*/;

/** Whether the program runs in the project's folder, or in that of one of its members: by WORKDIR, or because the command goes there first. */
export function startsIn(folder: string, end: StageState, project?: Project): boolean {
  const workdir = end.workdir.certain;
  if (workdir === folder) return true;
  const below = workdir === null ? '..' : posix.relative(folder, workdir);
  if (project?.members?.includes(posix.join(project.root, below))) return true;
  const start = end.entrypoint?.form === 'shell' ? end.entrypoint : end.cmd;
  const to = start?.form === 'shell' ? CHANGE.exec(start.script)?.[1] : undefined;
  if (to === undefined || /["'$`\\]/.test(to) || (workdir === null && !to.startsWith('/'))) return false;
  return resolvePath(workdir ?? '/', to) === folder;
}

/** Where the context's root would lie in the image, where the project's folder says so. */
export function contextRoot(project: Project, folder: string): string | null {
  if (project.root === '') return folder;
  const end = `/${project.root}`;
  return folder.endsWith(end) ? folder.slice(0, -end.length) || '/' : null;
}

/** Which context file lies at an absolute image path, by the copies of the stage; a later copy wins. */
export function copiedTo(items: readonly Item[]): (path: string) => string | null {
  return (path) => {
    for (const entry of items.flatMap((item) => item.entries ?? []).reverse()) {
      if (entry.kind === 'file' && entry.destination === path) return entry.source;
      if (entry.kind === 'folder' && isWithin(path, entry.destination))
        return posix.join(entry.source, posix.relative(entry.destination, path));
    }
    return null;
  };
}
